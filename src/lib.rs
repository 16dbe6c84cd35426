//! `cargo-tether`: a static analyzer for the concurrency architecture of Rust programs.
//!
//! The way of the data: [`workspace`] (the disk) → [`syntax`] → [`ir`] → [`resolve`] → [`flow`] → [`model`]
//! → [`rules`] → [`diagnostic`]s → [`render`] and [`mod@map`]. See `ARCHITECTURE.md`.

pub mod apis;
pub mod baseline;
pub mod boundary;
pub mod cache;
pub mod changes;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod error;
pub mod fingerprint;
pub mod fix;
pub mod flow;
pub mod gather;
pub mod git;
pub mod ir;
mod lowered;
pub mod lsp;
pub mod map;
pub mod model;
pub mod policy;
pub mod project;
pub mod render;
pub mod resolve;
pub mod rules;
pub mod source;
pub mod stop;
pub mod suppress;
pub mod syntax;
#[cfg(test)]
mod testing;
pub mod timings;
pub mod workspace;

use apis::Apis;
use boundary::Boundary;
pub use lowered::Lowered;

use diagnostic::{Diagnostic, Level, Problem, Silenced};
use flow::Index;
use ir::FileIr;
use model::Model;
use policy::Policy;
use rayon::prelude::*;
use resolve::{Defs, Program};
use rules::RuleCx;
use serde::{Deserialize, Serialize};
use source::FileId;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use stop::Stop;
use timings::Timings;
use workspace::Workspace;

/// What the user asks of an analysis.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Levels and confidence, by file.
    pub policy: Policy,
    /// Whether test code is judged, too.
    pub tests: bool,
    /// Whether code that is not judged is parsed, too. It makes no difference to what is found.
    pub whole: bool,
    /// Workers; 0 means one for each processor.
    pub threads: usize,
    /// What is known of other crates; `None` is the built-in catalog.
    pub apis: Option<Arc<Apis>>,
    /// What some modules may not start or make.
    pub boundaries: Vec<Boundary>,
    /// The size beyond which a pool is too large; `None` is [`config::MAX_POOL_SIZE`].
    pub max_pool_size: Option<u64>,
    /// Said by somebody who does not want the rest.
    pub stop: Stop,
}

/// What an analysis gives.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What is to be reported, by path, line, column and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// What comments in the code allow, in the same order.
    pub silenced: Vec<Silenced>,
    /// What was read.
    pub stats: Stats,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How long it took.
    pub timings: Timings,
}

/// How much was read, and how much of it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings that touch no changed line, where only those are reported.
    pub unchanged: usize,
}

/// Analyses what was read. Never fails and never touches the disk.
pub fn analyze(workspace: &Workspace, options: &Options) -> Analysis {
    with_model(workspace, options, |model, files, timings| judge(model, workspace, files, options, timings))
}

/// The map of what was read: one JSON object.
pub fn map(workspace: &Workspace, options: &Options) -> serde_json::Value {
    with_model(workspace, options, |model, _, _| map::json(model))
}

/// The map as a picture for Graphviz.
pub fn map_dot(workspace: &Workspace, options: &Options) -> String {
    with_model(workspace, options, |model, _, _| map::dot(model))
}

/// The map as a picture for Mermaid.
pub fn map_mermaid(workspace: &Workspace, options: &Options) -> String {
    with_model(workspace, options, |model, _, _| map::mermaid(model))
}

/// Lowers, resolves and models a workspace on workers with big stacks, and asks `then` about it.
pub fn with_model<T: Send>(
    workspace: &Workspace,
    options: &Options,
    then: impl FnOnce(&Model<'_, '_>, &[FileIr], Timings) -> T + Send,
) -> T {
    pool(options).install(|| {
        let mut timings = Timings::default();
        let (files, _) = timings.stage("parse and lower", || read(workspace, options));
        let out = model_of(workspace, &files, || Index::new(&files), options, timings, then);
        // A million small things.
        files.into_par_iter().for_each(drop);
        out
    })
}

/// Workers with big stacks.
fn pool(options: &Options) -> rayon::ThreadPool {
    syntax::workers((options.threads > 0).then_some(options.threads))
}

/// Resolves and models what is lowered.
fn model_of<T: Send>(
    workspace: &Workspace,
    files: &[FileIr],
    index: impl FnOnce() -> Index + Send,
    options: &Options,
    mut timings: Timings,
    then: impl FnOnce(&Model<'_, '_>, &[FileIr], Timings) -> T + Send,
) -> T {
    let apis = timings.stage("read the catalog", || options.apis.clone().unwrap_or_else(Apis::embedded));
    let names = resolve::Options { tests: options.tests };
    let (defs, index) =
        timings.stage("names and index", || rayon::join(|| Defs::build(workspace, files, &*apis, names), index));
    let program = Program::new(workspace, files, defs, &apis);
    timings.stage("infer types", || model::infer_first(&program, &index, options.tests, &options.stop));
    let done = AtomicBool::new(false);
    let modelled = || {
        let model = model::build(&program, &index, options.tests, &options.stop, &mut timings);
        let out = then(&model, files, timings);
        done.store(true, Ordering::Relaxed);
        out
    };
    rayon::join(modelled, || model::infer_ahead(&program, &index, options.tests, &done)).0
}

/// Lowers all files and gives them in order of their ids, with the macros that they were lowered with.
fn read(workspace: &Workspace, options: &Options) -> (Vec<FileIr>, syntax::MacroDefs) {
    let options = syntax::Options { tests: options.tests, whole: options.whole, ..syntax::Options::default() };
    let inputs = inputs(workspace);
    let defs = syntax::macro_defs(&inputs);
    let files = inputs.par_iter().map(|input| syntax::lower_with(input, &defs, &options)).collect();
    (files, defs)
}

/// What the lowering of each file is given, in order of their ids.
fn inputs(workspace: &Workspace) -> Vec<syntax::Input<'_>> {
    // The first crate that a file belongs to.
    let mut crates: Vec<Option<u32>> = vec![None; workspace.sources.len()];
    for (index, krate) in workspace.crates.iter().enumerate() {
        for file in &krate.files {
            crates[file.0 as usize].get_or_insert(index as u32);
        }
    }
    workspace
        .sources
        .iter()
        .map(|(file, source)| {
            let group = crates[file.0 as usize];
            let crate_name = group.map_or_else(Default::default, |index| workspace.crates[index as usize].name);
            syntax::Input { file, text: &source.text, group: group.unwrap_or(u32::MAX), crate_name }
        })
        .collect()
}

/// From the model to what is to be reported.
fn judge(
    model: &Model<'_, '_>,
    workspace: &Workspace,
    files: &[FileIr],
    options: &Options,
    mut timings: Timings,
) -> Analysis {
    let max_pool_size = options.max_pool_size.unwrap_or(config::MAX_POOL_SIZE);
    let cx = RuleCx { model, sources: &workspace.sources, boundaries: &options.boundaries, max_pool_size };
    let reported = reported_files(workspace);
    let mut found = Vec::new();
    let start = std::time::Instant::now();
    for rule in rules::all() {
        if !options.policy.is_on(rule.id) || options.stop.said() {
            continue;
        }
        for finding in timings.rule(rule.id, || rules::run(rule, &cx)) {
            let level = options.policy.level(rule.id, finding.primary.span.file);
            if level != Level::Off {
                found.push(Diagnostic { rule: rule.id, level, finding, item: String::new() });
            }
        }
    }
    rules::one_finding_each(&mut found, &options.policy);
    gather::in_macros(&mut found, files);
    timings.stages.push(("rules", start.elapsed()));
    // Comments first: one that silences a less sure finding is in use.
    let outcome = suppress::apply(found, files, workspace, &options.policy, options.tests);
    let (mut diagnostics, mut silenced) = (outcome.diagnostics, outcome.silenced);
    let wanted = |one: &Diagnostic| {
        let file = one.finding.primary.span.file;
        one.finding.confidence >= options.policy.of(file).confidence && reported.contains(&file)
    };
    let order = |one: &Diagnostic| {
        let span = one.finding.primary.span;
        (workspace.sources.get(span.file).path.clone(), span.lo, one.rule, span.hi, one.finding.message.clone())
    };
    let suppressed = silenced.len();
    diagnostics.retain(wanted);
    silenced.retain(|one| wanted(&one.diagnostic));
    diagnostics.sort_by_cached_key(order);
    diagnostics.dedup();
    gather::gather(&mut diagnostics, &options.policy, &reported);
    diagnostics.sort_by_cached_key(order);
    silenced.sort_by_cached_key(|one| order(&one.diagnostic));
    diagnostics.dedup();
    silenced.dedup();
    let items = fingerprint::Items::new(workspace, files);
    for one in diagnostics.iter_mut().chain(silenced.iter_mut().map(|one| &mut one.diagnostic)) {
        one.item = items.around(one.finding.primary.span);
    }

    Analysis {
        diagnostics,
        silenced,
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
            suppressed,
            known: 0,
            unchanged: 0,
        },
        problems: [workspace.problems.clone(), idle_boundaries(model, options)].concat(),
        timings,
    }
}

/// Boundaries that hold nowhere: a module has another name by now, or never had this one.
fn idle_boundaries(model: &Model<'_, '_>, options: &Options) -> Vec<Problem> {
    if options.boundaries.is_empty() {
        return Vec::new();
    }
    let modules = model.module_paths();
    let mut problems = Vec::new();
    for boundary in &options.boundaries {
        let (path, line) = &boundary.place;
        for idle in boundary.modules.idle(&modules) {
            let perhaps = error::closest(idle, modules.iter().map(String::as_str));
            let perhaps = perhaps.map_or_else(String::new, |close| format!("; did you mean `{close}`?"));
            let message = format!("the boundary in line {line} holds nowhere: no module is `{idle}`{perhaps}");
            problems.push(Problem { path: path.clone(), message });
        }
    }
    problems
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
