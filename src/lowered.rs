//! Files that are lowered once, for callers that analyse again and again: what has changed is lowered anew, the rest kept.

use crate::ir::FileIr;
use crate::source::FileId;
use crate::workspace::Workspace;
use crate::{Analysis, Options, Timings, inputs, judge, model_of, syntax};
use rayon::prelude::*;

/// All files of a workspace.
#[derive(Debug)]
pub struct Lowered {
    files: Vec<FileIr>,
}

impl Lowered {
    /// Lowers all files.
    pub fn new(workspace: &Workspace, options: &Options) -> Self {
        Self { files: crate::pool(options).install(|| crate::read(workspace, options)) }
    }

    /// Lowers these files anew, after their texts have changed.
    pub fn refresh(&mut self, workspace: &Workspace, options: &Options, changed: &[FileId]) {
        // A `macro_rules!` holds in other files, too. That one was there before shows in no text now, but a text that
        // loses its last one is rare, and the next reload sees to it.
        let defines = |file: &FileId| workspace.sources.get(*file).text.contains("macro_rules!");
        if changed.iter().any(defines) {
            *self = Self::new(workspace, options);
            return;
        }
        let lowered = lower_some(workspace, options, changed);
        for file in lowered {
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
        let mut files = lower_some(after, options, &changed);
        files.extend(keep.into_iter().filter_map(|id| kept.get_mut(id.0 as usize)?.take()));
        files.sort_by_key(|file| file.file);
        Self { files }
    }

    /// As [`crate::analyze`], without lowering.
    pub fn analyze(&self, workspace: &Workspace, options: &Options) -> Analysis {
        crate::pool(options).install(|| {
            model_of(workspace, &self.files, options, Timings::default(), |model, files, timings| {
                judge(model, workspace, files, options, timings)
            })
        })
    }
}

fn lower_some(workspace: &Workspace, options: &Options, files: &[FileId]) -> Vec<FileIr> {
    if files.is_empty() {
        return Vec::new();
    }
    let inputs = inputs(workspace);
    let lowering = syntax::Options { tests: options.tests };
    crate::pool(options).install(|| {
        let defs = syntax::macro_defs(&inputs);
        files.par_iter().map(|file| syntax::lower_with(&inputs[file.0 as usize], &defs, &lowering)).collect()
    })
}
