//! `cargo-tether`: a static analyzer for the concurrency architecture of Rust programs.
//!
//! The way of the data: [`workspace`] (the disk) → [`syntax`] → [`ir`] → [`resolve`] → [`flow`] → [`model`]
//! → [`rules`] → [`diagnostic`]s → [`render`] and [`mod@map`]. See `ARCHITECTURE.md`.

pub mod apis;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod error;
pub mod flow;
pub mod ir;
pub mod map;
pub mod model;
pub mod render;
pub mod resolve;
pub mod rules;
pub mod source;
pub mod suppress;
pub mod syntax;
#[cfg(test)]
mod testing;
pub mod timings;
pub mod workspace;

use apis::Apis;
use diagnostic::{Confidence, Diagnostic, Level, Problem};
use flow::Index;
use ir::FileIr;
use model::Model;
use rayon::prelude::*;
use resolve::{Defs, Program};
use rules::{Levels, RuleCx};
use source::FileId;
use std::collections::BTreeSet;
use std::sync::Arc;
use timings::Timings;
use workspace::Workspace;

/// What the user asks of an analysis.
#[derive(Clone, Debug)]
pub struct Options {
    /// The level of every rule.
    pub levels: Levels,
    /// Findings that are less sure are left out.
    pub confidence: Confidence,
    /// Whether test code is judged, too.
    pub tests: bool,
    /// Workers; 0 means one for each processor.
    pub threads: usize,
    /// What is known of other crates; `None` is the built-in catalog.
    pub apis: Option<Arc<Apis>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { levels: Levels::default(), confidence: Confidence::Likely, tests: false, threads: 0, apis: None }
    }
}

/// What an analysis gives.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What is to be reported, by path, line, column and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read.
    pub stats: Stats,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub timings: Timings,
}

/// How much was read, and how much of it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Rust files.
    pub files: usize,
    /// Their lines.
    pub lines: usize,
    /// Tasks of the model.
    pub tasks: usize,
    /// Channels of the model.
    pub channels: usize,
    /// Receive loops and other long loops of the model.
    pub loops: usize,
    /// Files that do not parse.
    pub unparsed_files: usize,
    /// Macro calls that could not be read.
    pub opaque_macros: usize,
    /// Calls that look like spawns and could not be resolved.
    pub unresolved: usize,
    /// Rust files in no module tree.
    pub orphans: usize,
    /// Files left out by the configuration, or because they hold test code only.
    pub skipped: usize,
    /// Build scripts, which are never analysed.
    pub build_scripts: usize,
    /// Findings silenced by comments.
    pub suppressed: usize,
}

/// Analyses what was read. Never fails and never touches the disk.
pub fn analyze(workspace: &Workspace, options: &Options) -> Analysis {
    with_model(workspace, options, |model, files, timings| judge(model, workspace, files, options, timings))
}

/// The map of what was read: one JSON object.
pub fn map(workspace: &Workspace, options: &Options) -> serde_json::Value {
    with_model(workspace, options, |model, _, _| map::json(model))
}

/// Lowers, resolves and models a workspace on workers with big stacks, and asks `then` about it.
pub fn with_model<T: Send>(
    workspace: &Workspace,
    options: &Options,
    then: impl FnOnce(&Model<'_, '_>, &[FileIr], Timings) -> T + Send,
) -> T {
    let pool = syntax::workers((options.threads > 0).then_some(options.threads));
    pool.install(|| {
        let mut timings = Timings::default();
        let apis = timings.stage("read the catalog", || options.apis.clone().unwrap_or_else(Apis::embedded));
        let files = timings.stage("parse and lower", || read(workspace, options));
        let defs = timings
            .stage("find names", || Defs::build(workspace, &files, &*apis, resolve::Options { tests: options.tests }));
        let program = Program::new(workspace, &files, defs, &apis);
        let index = timings.stage("index", || Index::new(&files));
        let model = model::build(&program, &index, options.tests, &mut timings);
        then(&model, &files, timings)
    })
}

/// Lowers all files and gives them in order of their ids.
fn read(workspace: &Workspace, options: &Options) -> Vec<FileIr> {
    let options = syntax::Options { tests: options.tests };
    // The first crate that a file belongs to.
    let mut crates: Vec<Option<u32>> = vec![None; workspace.sources.len()];
    for (index, krate) in workspace.crates.iter().enumerate() {
        for file in &krate.files {
            crates[file.0 as usize].get_or_insert(index as u32);
        }
    }
    let inputs: Vec<syntax::Input<'_>> = workspace
        .sources
        .iter()
        .map(|(file, source)| {
            let group = crates[file.0 as usize];
            let crate_name = group.map_or_else(Default::default, |index| workspace.crates[index as usize].name);
            syntax::Input { file, text: &source.text, group: group.unwrap_or(u32::MAX), crate_name }
        })
        .collect();
    let defs = syntax::macro_defs(&inputs);
    inputs.par_iter().map(|input| syntax::lower_with(input, &defs, &options)).collect()
}

/// From the model to what is to be reported.
fn judge(
    model: &Model<'_, '_>,
    workspace: &Workspace,
    files: &[FileIr],
    options: &Options,
    mut timings: Timings,
) -> Analysis {
    let cx = RuleCx { model, sources: &workspace.sources };
    let reported = reported_files(workspace);
    let mut found = Vec::new();
    let start = std::time::Instant::now();
    for rule in rules::all() {
        let level = options.levels.of(rule.id);
        if level == Level::Off {
            continue;
        }
        let findings = timings.rule(rule.id, || rules::run(rule, &cx)).into_iter();
        found.extend(findings.map(|finding| Diagnostic { rule: rule.id, level, finding }));
    }
    timings.stages.push(("rules", start.elapsed()));
    // Comments first: one that silences a less sure finding is in use.
    let outcome = suppress::apply(found, files, workspace, &options.levels, options.tests);
    let mut diagnostics = outcome.diagnostics;
    diagnostics.retain(|one| {
        one.finding.confidence >= options.confidence && reported.contains(&one.finding.primary.span.file)
    });
    diagnostics.sort_by_cached_key(|one| {
        let span = one.finding.primary.span;
        (workspace.sources.get(span.file).path.clone(), span.lo, one.rule, span.hi, one.finding.message.clone())
    });
    diagnostics.dedup();

    Analysis {
        diagnostics,
        stats: Stats {
            files: files.len(),
            lines: files.iter().map(|file| workspace.sources.get(file.file).line_count()).sum(),
            tasks: model.tasks.len(),
            channels: model.channels.len(),
            loops: model.loops.len(),
            unparsed_files: files.iter().filter(|file| file.error.is_some()).count(),
            opaque_macros: files.iter().map(|file| file.opaque_macros as usize).sum(),
            unresolved: model.unknown_spawns.len(),
            orphans: workspace.orphans.len(),
            skipped: workspace.skipped as usize,
            build_scripts: workspace.build_scripts as usize,
            suppressed: outcome.suppressed,
        },
        problems: workspace.problems.clone(),
        timings,
    }
}

/// Files that the user asked for; the others are read as evidence.
fn reported_files(workspace: &Workspace) -> BTreeSet<FileId> {
    if let Some(only) = &workspace.only {
        return only.clone();
    }
    let selected = |krate: &&workspace::Crate| workspace.packages[krate.package.0 as usize].selected;
    let crates = workspace.crates.iter().filter(selected);
    crates.flat_map(|krate| krate.files.iter().copied()).collect()
}
