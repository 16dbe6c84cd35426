//! Which level each rule has: its own, then what the configuration and the command line say, the last word wins.

use super::{FAMILIES, all};
use crate::diagnostic::Level;
use std::fmt;

/// The level of every rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    levels: Vec<Level>,
}

/// What a user may name: one rule, a family, or everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    /// A rule's id.
    Rule(&'static str),
    /// A family.
    Family(&'static str),
    /// `all`
    All,
}

/// A name that is neither a rule nor a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// As written.
    pub name: String,
    /// A known name that looks like it.
    pub suggestion: Option<&'static str>,
}

impl Selector {
    /// Reads a name; `tether::` in front is allowed, because diagnostics show it so.
    pub fn parse(text: &str) -> Result<Self, UnknownName> {
        let name = text.trim().trim_start_matches("tether::");
        if name == "all" {
            return Ok(Self::All);
        }
        if let Some((family, _)) = FAMILIES.iter().find(|(family, _)| *family == name) {
            return Ok(Self::Family(family));
        }
        if let Some(rule) = super::find(name) {
            return Ok(Self::Rule(rule.id));
        }
        Err(UnknownName { name: text.to_owned(), suggestion: closest(name) })
    }

    /// Whether the rule of this id is meant.
    pub fn covers(self, id: &str) -> bool {
        match self {
            Self::All => true,
            Self::Rule(rule) => rule == id,
            Self::Family(family) => super::find(id).is_some_and(|rule| rule.family == family),
        }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule or family is called `{}`", self.name)
    }
}

impl std::error::Error for UnknownName {}

impl Default for Levels {
    fn default() -> Self {
        Self { levels: all().iter().map(|rule| rule.level).collect() }
    }
}

impl Levels {
    /// Sets the level of all rules that `name` means.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), UnknownName> {
        let name = Selector::parse(name)?;
        for (rule, slot) in all().iter().zip(&mut self.levels) {
            if name.covers(rule.id) {
                *slot = level;
            }
        }
        Ok(())
    }

    /// Raises every warning to an error.
    pub fn deny_warnings(&mut self) {
        for level in &mut self.levels {
            if *level == Level::Warn {
                *level = Level::Error;
            }
        }
    }

    /// The level of the rule of this id; `Off` for unknown ones.
    pub fn of(&self, id: &str) -> Level {
        all().iter().position(|rule| rule.id == id).map_or(Level::Off, |index| self.levels[index])
    }
}

fn closest(name: &str) -> Option<&'static str> {
    let name = name.replace('_', "-").to_lowercase();
    let known = all().iter().map(|rule| rule.id).chain(FAMILIES.iter().map(|(family, _)| *family)).chain(["all"]);
    known
        .map(|known| (strsim::jaro_winkler(&name, known), known))
        .filter(|(likeness, _)| *likeness > 0.82)
        .max_by(|(a, x), (b, y)| a.total_cmp(b).then(y.cmp(x)))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::{Level, Levels, Selector};

    #[test]
    fn the_last_word_wins() {
        let mut levels = Levels::default();
        levels.set("all", Level::Off).unwrap();
        levels.set("tether::parse-error", Level::Warn).unwrap();
        assert_eq!((levels.of("parse-error"), levels.of("unknown-rule")), (Level::Warn, Level::Off));
        levels.deny_warnings();
        assert_eq!((levels.of("parse-error"), levels.of("unknown-rule")), (Level::Error, Level::Off));
    }

    #[test]
    fn families_are_names() {
        assert_eq!(Selector::parse("supervision"), Ok(Selector::Family("supervision")));
        assert!(Selector::parse("analysis").unwrap().covers("parse-error"));
    }

    #[test]
    fn unknown_names_come_with_a_suggestion() {
        assert_eq!(Selector::parse("parse_eror").unwrap_err().suggestion, Some("parse-error"));
        assert_eq!(Selector::parse("zzz").unwrap_err().suggestion, None);
    }
}
