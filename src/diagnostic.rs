//! Findings: what is wrong, the places that prove it, the one thing to do.
//!
//! Knows nothing of rules' logic or of output formats.

use crate::source::{Name, Span};
use serde::{Deserialize, Deserializer, Serialize};

/// What a finding means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    #[serde(alias = "allow")]
    Off,
    /// Reported; the run succeeds.
    Warn,
    /// Reported; the run fails.
    #[serde(alias = "deny")]
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Shown only on request.
    Possible,
    /// One step was inferred.
    Likely,
    /// The text shows it.
    Certain,
}

/// A place with what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What it shows: lower case, no stop, code in backticks.
    pub text: String,
}

/// A change of the code that would end a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as the help says it.
    pub message: String,
    /// The changes, all of them or none.
    pub edits: Vec<Edit>,
    /// Whether it can be made without a look.
    pub applicability: Applicability,
}

/// A range and what is to stand there instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Where.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// Who may apply a fix; the names are rustc's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Applicability {
    /// `--fix` may: the code compiles afterwards and does what it should.
    MachineApplicable,
    /// People may, after a look.
    MaybeIncorrect,
    /// It leaves something to fill in.
    HasPlaceholders,
}

impl Applicability {
    /// rustc's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MachineApplicable => "MachineApplicable",
            Self::MaybeIncorrect => "MaybeIncorrect",
            Self::HasPlaceholders => "HasPlaceholders",
        }
    }
}

/// What a rule found, before levels and suppressions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong; makes sense without the labels.
    pub message: String,
    /// The place that it is about.
    pub primary: Label,
    /// The places that prove it, in the order of the argument; may lie in other files.
    pub related: Vec<Label>,
    /// The one thing to do.
    pub help: Option<String>,
    /// Further remarks.
    pub notes: Vec<String>,
    /// Changes that would end it, the best one first.
    pub fixes: Vec<Fix>,
    /// Where the mistake is made once for several findings, if it is; `gather` makes one of them.
    pub root: Option<Root>,
    /// Further places at which it shows, beyond those of the labels.
    pub also: Vec<Span>,
}

/// Where a mistake is made that shows at each place that uses what is written there: a spawn function, a macro.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Where, and what it shows.
    pub label: Label,
    /// The places that use it, as in `calls of \`f\``.
    pub users: String,
}

impl Finding {
    /// A finding at `span`: `message` says what is wrong, `label` what the place shows.
    pub fn new(confidence: Confidence, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            confidence,
            message: message.into(),
            primary: Label { span, text: label.into() },
            related: Vec::new(),
            help: None,
            notes: Vec::new(),
            fixes: Vec::new(),
            root: None,
            also: Vec::new(),
        }
    }

    /// Adds a place that proves it.
    #[must_use]
    pub fn with(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Sets the one thing to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a change that would end it.
    #[must_use]
    pub fn fix(mut self, applicability: Applicability, message: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { message: message.into(), edits, applicability });
        self
    }

    /// Says that the mistake is made elsewhere, for this place and for others: `users` are `calls of \`f\``.
    #[must_use]
    pub fn root(mut self, span: Span, text: impl Into<String>, users: impl Into<String>) -> Self {
        self.root = Some(Root { label: Label { span, text: text.into() }, users: users.into() });
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }
}

/// A rule's name.
pub type RuleId = &'static str;

fn written_id<'de, D: Deserializer<'de>>(from: D) -> Result<RuleId, D::Error> {
    Ok(Name::deserialize(from)?.as_str())
}

/// A finding that is to be reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule's name.
    #[serde(deserialize_with = "written_id")]
    pub rule: RuleId,
    /// `Warn` or `Error`.
    pub level: Level,
    /// What was found.
    pub finding: Finding,
    /// The path of the item around it, as in `my_crate::hub::Hub::start`; the crate alone where there is none.
    pub item: String,
}

/// A finding that is not reported, because somebody has allowed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silenced {
    /// What would be reported.
    pub diagnostic: Diagnostic,
    /// By what.
    pub by: Silencer,
    /// Why, as far as it was said.
    pub reason: Option<String>,
}

/// What keeps a finding from being reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Silencer {
    /// A comment in the code.
    Comment,
    /// An entry of the baseline.
    Baseline,
}

/// Something that kept a part of the program from being read. Counted and told, never fatal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file or folder, relative to the root where it lies within.
    pub path: String,
    /// What is wrong, lower case, without a stop.
    pub message: String,
}
