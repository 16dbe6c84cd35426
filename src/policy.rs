//! Which levels and which confidence hold in which file.
//!
//! Knows nothing of where they were configured.

use crate::config::{Config, InForce};
use crate::diagnostic::{Confidence, Level};
use crate::rules::{Levels, UnknownName};
use crate::source::FileId;
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What holds in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The level of every rule.
    pub levels: Levels,
    /// Findings that are less sure are left out.
    pub confidence: Confidence,
}

impl Default for Settings {
    fn default() -> Self {
        Self { levels: Levels::default(), confidence: Confidence::Likely }
    }
}

impl Settings {
    /// What the configuration says, and nobody else.
    pub fn configured(in_force: &InForce<'_>) -> Result<Self, UnknownName> {
        let mut settings = Self::default();
        for (name, level, _) in &in_force.levels {
            settings.levels.set(name, *level)?;
        }
        if let Some((confidence, _)) = in_force.confidence {
            settings.confidence = *confidence;
        }
        Ok(settings)
    }
}

/// What holds in each file.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Where nothing else is said.
    pub general: Settings,
    /// Files in which something else holds.
    files: BTreeMap<FileId, Arc<Settings>>,
}

impl Policy {
    /// One that is the same in all files.
    pub fn same(settings: Settings) -> Self {
        Self { general: settings, files: BTreeMap::new() }
    }

    /// Works out what a configuration means for each file; `settings` makes them from what is in force there.
    pub fn new<E>(
        config: &Config,
        workspace: &Workspace,
        mut settings: impl FnMut(&InForce<'_>) -> Result<Settings, E>,
    ) -> Result<Self, E> {
        let general = InForce {
            levels: config.levels.iter().collect(),
            confidence: config.confidence.as_ref(),
            source: (0, Vec::new()),
        };
        let mut policy = Self::same(settings(&general)?);
        let mut made: BTreeMap<(usize, Vec<usize>), Arc<Settings>> = BTreeMap::new();
        for (id, file) in workspace.sources.iter() {
            let in_force = config.in_force(&file.path);
            if in_force.source == general.source {
                continue;
            }
            let shared = match made.get(&in_force.source) {
                Some(shared) => shared.clone(),
                None => {
                    let shared = Arc::new(settings(&in_force)?);
                    made.insert(in_force.source, shared.clone());
                    shared
                }
            };
            policy.files.insert(id, shared);
        }
        Ok(policy)
    }

    /// What holds in a file.
    pub fn of(&self, file: FileId) -> &Settings {
        self.files.get(&file).map_or(&self.general, |settings| settings)
    }

    /// The level of a rule in a file.
    pub fn level(&self, rule: &str, file: FileId) -> Level {
        self.of(file).levels.of(rule)
    }

    /// Whether a rule is on in any file.
    pub fn is_on(&self, rule: &str) -> bool {
        self.all().any(|settings| settings.levels.of(rule) != Level::Off)
    }

    /// The least confidence that is reported in any file.
    pub fn least_confidence(&self) -> Confidence {
        self.all().map(|settings| settings.confidence).min().unwrap_or(self.general.confidence)
    }

    fn all(&self) -> impl Iterator<Item = &Settings> {
        [&self.general].into_iter().chain(self.files.values().map(|settings| &**settings))
    }
}
