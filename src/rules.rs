//! Rules: what each is called, what it asks of the model, and what it says.
//!
//! A rule is one file `src/rules/<family>/<rule>.rs` and one folder `rules/<rule>/`. It sees the [`Model`] and the
//! texts, never another rule, a format or the disk. Levels and suppressions are decided after it has spoken.

mod levels;
mod list;
mod page;
mod remade;
mod second_lock;
mod spawner;
mod way;

// The families that have rules, and in each family's file its rules: kept by the test in `rules/list.rs`.
// <families>
pub mod analysis;
pub mod backpressure;
pub mod blocking;
pub mod locks;
pub mod observability;
pub mod ownership;
pub mod pool;
pub mod registry;
pub mod shutdown;
pub mod supervision;
pub mod termination;

const FAMILY_RULES: &[&[RuleFile]] = &[
    analysis::RULES,
    backpressure::RULES,
    blocking::RULES,
    locks::RULES,
    observability::RULES,
    ownership::RULES,
    pool::RULES,
    registry::RULES,
    shutdown::RULES,
    supervision::RULES,
    termination::RULES,
];
// </families>

pub use levels::{Levels, Selector, UnknownName};
pub use page::{HEADINGS, Page};

use crate::boundary::Boundary;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Finding, Level};
use crate::model::{Mend, Model};
use crate::policy::Policy;
use crate::source::{Sources, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

/// The families with what their rules are about, in the order in which they are listed.
pub const FAMILIES: &[(&str, &str)] = &[
    ("ownership", "who holds a task and sees how it ends"),
    ("termination", "how loops, tasks and sessions come to an end"),
    ("backpressure", "how much may pile up between tasks"),
    ("supervision", "which tasks are restarted or stopped together"),
    ("registry", "entries that outlive what they stand for"),
    ("locks", "guards, permits and the order in which they are taken"),
    ("pool", "connections: how many, how long, how they are waited for"),
    ("observability", "what can be seen of running tasks"),
    ("shutdown", "how a whole program stops"),
    ("blocking", "what parks the threads that run tasks"),
    ("analysis", "findings about the analysis itself"),
];

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, as in comments and configuration: `detached-task`.
    pub id: &'static str,
    /// One of [`FAMILIES`].
    pub family: &'static str,
    /// The level that holds where nobody sets another.
    pub level: Level,
    /// One line: what it finds.
    pub summary: &'static str,
    /// Version that it came with.
    pub since: &'static str,
    /// Its page.
    pub page: Page,
    /// A case that it finds.
    pub bad: &'static str,
    /// The same done well.
    pub good: &'static str,
    /// What it asks of the model; `None` when another stage speaks for it.
    pub check: Option<Check>,
}

impl Rule {
    /// The name as diagnostics show it: `tether::detached-task`.
    pub fn code(&self) -> String {
        format!("tether::{}", self.id)
    }

    /// Where its page can be read.
    pub fn url(&self) -> String {
        let module = self.id.replace('-', "_");
        format!("https://docs.rs/cargo-tether/latest/cargo_tether/rules/{}/{module}/index.html", self.family)
    }
}

/// A finding with the change that ends it, if one surely compiles and does what it should.
fn mended(finding: Finding, message: &str, mend: Option<Mend>) -> Finding {
    match mend {
        Some((span, text)) => finding.fix(Applicability::MachineApplicable, message, vec![Edit { span, text }]),
        None => finding,
    }
}

/// What a rule does.
pub type Check = fn(&RuleCx<'_>, &mut Report);

/// What a rule sees.
pub struct RuleCx<'a> {
    /// The concurrency architecture.
    pub model: &'a Model<'a, 'a>,
    /// The texts, for names in messages.
    pub sources: &'a Sources,
    /// What some modules may not start or make.
    pub boundaries: &'a [Boundary],
    /// The size beyond which a pool is too large.
    pub max_pool_size: u64,
}

/// Where a rule puts what it found.
#[derive(Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// All rules, by family (in the order of [`FAMILIES`]) and name.
pub fn all() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let mut rules: Vec<Rule> = FAMILY_RULES.iter().flat_map(|files| files.iter()).map(RuleFile::read).collect();
        rules.sort_by_key(|rule| (FAMILIES.iter().position(|(name, _)| *name == rule.family), rule.id));
        rules
    });
    &RULES
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().iter().find(|rule| rule.id == id)
}

/// What one rule finds, in no order: at one place, what it is surest of, and nothing twice.
pub fn run(rule: &Rule, cx: &RuleCx<'_>) -> Vec<Finding> {
    let mut report = Report::default();
    if let Some(check) = rule.check {
        check(cx, &mut report);
    }
    let mut places: FxHashMap<Span, usize> = FxHashMap::default();
    let mut findings: Vec<Finding> = Vec::new();
    for finding in report.findings {
        match places.entry(finding.primary.span) {
            Entry::Vacant(entry) => {
                entry.insert(findings.len());
                findings.push(finding);
            }
            Entry::Occupied(entry) => {
                let first = &mut findings[*entry.get()];
                if finding.confidence > first.confidence {
                    *first = finding;
                }
            }
        }
    }
    findings
}

/// Takes out what a more specific rule has said, too: one mistake, one finding.
///
/// A rule's page names the rules that it speaks instead of. Theirs are left out where their primary place is one of
/// its own finding's places. A finding that is not sure enough to be reported silences nothing.
pub fn one_finding_each(found: &mut Vec<Diagnostic>, policy: &Policy) {
    let mut taken: BTreeSet<(&str, Span)> = BTreeSet::new();
    let is_reported = |one: &&Diagnostic| one.finding.confidence >= policy.of(one.finding.primary.span.file).confidence;
    for one in found.iter().filter(is_reported) {
        let Some(rule) = find(one.rule) else { continue };
        let labels = std::iter::once(&one.finding.primary).chain(&one.finding.related);
        for span in labels.map(|label| label.span) {
            taken.extend(rule.page.front.instead_of.iter().map(|general| (general.as_str(), span)));
        }
    }
    found.retain(|one| !taken.contains(&(one.rule, one.finding.primary.span)));
}

/// A rule as its file states it: made by [`rule!`], the rest stands on the page.
pub(crate) struct RuleFile {
    pub(crate) id: &'static str,
    pub(crate) page: &'static str,
    pub(crate) bad: &'static str,
    pub(crate) good: &'static str,
    pub(crate) check: Option<Check>,
}

impl RuleFile {
    fn read(&self) -> Rule {
        let page = Page::parse(self.page).unwrap_or_else(|error| panic!("rules/{}/rule.md: {error}", self.id));
        let family = FAMILIES.iter().map(|(name, _)| *name).find(|name| *name == page.front.family);
        Rule {
            id: self.id,
            family: family.unwrap_or_else(|| panic!("rules/{}/rule.md: no such family", self.id)),
            level: page.front.level,
            summary: page.front.summary.clone().leak(),
            since: page.front.since.clone().leak(),
            page,
            bad: self.bad,
            good: self.good,
            check: self.check,
        }
    }
}

/// Names the rule of a file: `rule!("detached-task", check)` binds `check` to the folder `rules/detached-task/`.
/// Without a check, another stage speaks for the rule. A missing page or case does not compile.
macro_rules! rule {
    ($id:literal) => {
        $crate::rules::rule!(@ $id, None);
    };
    ($id:literal, $check:path) => {
        $crate::rules::rule!(@ $id, Some($check as $crate::rules::Check));
    };
    (@ $id:literal, $check:expr) => {
        pub(in $crate::rules) const RULE: $crate::rules::RuleFile = $crate::rules::RuleFile {
            id: $id,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $id, "/rule.md")),
            bad: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $id, "/bad.rs")),
            good: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/", $id, "/good.rs")),
            check: $check,
        };
    };
}
pub(crate) use rule;
