//! Files that are lowered once, for callers that analyse again and again: what has changed is lowered anew, the rest kept.
//!
//! A glance judges a few files by themselves and by those that share names with them, which is quick and mostly right. The
//! analysis of the whole has the last word.

mod near;

use crate::flow::Index;
use crate::ir::FileIr;
use crate::source::FileId;
use crate::workspace::Workspace;
use crate::{Analysis, Options, Timings, inputs, judge, model_of, syntax};
use near::Near;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// All files of a workspace.
#[derive(Debug)]
pub struct Lowered {
    files: Vec<FileIr>,
    macros: syntax::MacroDefs,
    near: OnceLock<Near>,
}

impl Lowered {
    /// Lowers all files.
    pub fn new(workspace: &Workspace, options: &Options) -> Self {
        let (files, macros) = crate::pool(options).install(|| crate::read(workspace, options));
        Self { files, macros, near: OnceLock::new() }
    }

    /// Lowers these files anew, after their texts have changed.
    pub fn refresh(&mut self, workspace: &Workspace, options: &Options, changed: &[FileId]) {
        // A `macro_rules!` holds in other files, too.
        let inputs = inputs(workspace);
        if !changed.iter().all(|file| self.macros.are_those_of(&inputs[file.0 as usize])) {
            *self = Self::new(workspace, options);
            return;
        }
        let lowered = lower_some(&inputs, options, changed, &self.macros);
        for file in lowered {
            if let Some(near) = self.near.get_mut() {
                near.refresh(&file);
            }
            let index = file.file.0 as usize;
            if let Some(slot) = self.files.get_mut(index) {
                *slot = file;
            }
        }
    }

    /// The files of a workspace that was read again: those that are the same are kept.
    #[must_use]
    pub fn moved(self, before: &Workspace, after: &Workspace, options: &Options) -> Self {
        let crates =
            |workspace: &Workspace| workspace.crates.iter().map(|krate| (krate.name, krate.kind)).collect::<Vec<_>>();
        let macros = |workspace: &Workspace| {
            let files = workspace.sources.iter().filter(|(_, file)| file.text.contains("macro_rules!"));
            files.map(|(_, file)| (file.path.clone(), file.text.clone())).collect::<Vec<_>>()
        };
        if crates(before) != crates(after) || macros(before) != macros(after) {
            return Self::new(after, options);
        }
        let mut kept: Vec<Option<FileIr>> = self.files.into_iter().map(Some).collect();
        let same = |id: FileId| {
            let new = after.sources.get(id);
            let old = ((id.0 as usize) < before.sources.len()).then(|| before.sources.get(id));
            old.is_some_and(|old| old.path == new.path && old.text == new.text)
        };
        let all: Vec<FileId> = after.sources.iter().map(|(id, _)| id).collect();
        let (keep, changed): (Vec<FileId>, Vec<FileId>) =
            all.into_iter().partition(|id| same(*id) && kept.get(id.0 as usize).is_some_and(Option::is_some));
        let inputs = inputs(after);
        // Files may have other numbers now.
        let defs = crate::pool(options).install(|| syntax::macro_defs(&inputs));
        let mut files = lower_some(&inputs, options, &changed, &defs);
        files.extend(keep.into_iter().filter_map(|id| kept.get_mut(id.0 as usize)?.take()));
        files.sort_by_key(|file| file.file);
        Self { files, macros: defs, near: OnceLock::new() }
    }

    /// As [`crate::analyze`], without lowering.
    pub fn analyze(&self, workspace: &Workspace, options: &Options) -> Analysis {
        crate::pool(options).install(|| {
            let index = || Index::new(&self.files);
            model_of(workspace, &self.files, index, options, Timings::default(), |model, files, timings| {
                judge(model, workspace, files, options, timings)
            })
        })
    }

    /// Makes what a glance needs, so that the first one need not wait for it.
    pub fn prepare(&self, options: &Options) {
        crate::pool(options).install(|| self.near.get_or_init(|| Near::new(&self.files)));
    }

    /// What a glance finds in some files: what depends on code far away from them may be missed, or be one finding too many.
    pub fn glance(&self, workspace: &Workspace, options: &Options, files: &[FileId]) -> Analysis {
        crate::pool(options).install(|| {
            let near = self.near.get_or_init(|| Near::new(&self.files));
            let index = || near.index(files, &workspace.sources);
            let mut analysis =
                model_of(workspace, &self.files, index, options, Timings::default(), |model, files, timings| {
                    judge(model, workspace, files, options, timings)
                });
            let asked: BTreeSet<&FileId> = files.iter().collect();
            analysis.diagnostics.retain(|one| asked.contains(&one.finding.primary.span.file));
            analysis
        })
    }
}

fn lower_some(
    inputs: &[syntax::Input<'_>],
    options: &Options,
    files: &[FileId],
    macros: &syntax::MacroDefs,
) -> Vec<FileIr> {
    if files.is_empty() {
        return Vec::new();
    }
    let lowering = syntax::Options { tests: options.tests, whole: options.whole, ..syntax::Options::default() };
    crate::pool(options).install(|| {
        files.par_iter().map(|file| syntax::lower_with(&inputs[file.0 as usize], macros, &lowering)).collect()
    })
}
