//! From what was asked for to what was found: of an earlier run, if nothing has changed since, or of this one.

use super::Terminal;
use super::select::SelectArgs;
use crate::cache::{Cache, Found};
use crate::config::Config;
use crate::error::Error;
use crate::policy::Policy;
use crate::project::Project;
use crate::workspace::Workspace;
use crate::workspace::disk::Disk;
use crate::{Analysis, Options, analyze};
use std::fmt::Debug;
use std::path::Path;
use std::time::Instant;

/// What was read, what holds for it, and what was found.
pub(super) struct Run {
    pub(super) workspace: Workspace,
    pub(super) config: Config,
    pub(super) policy: Policy,
    pub(super) tests: bool,
    pub(super) analysis: Analysis,
}

/// Analyses what was asked for. `levels` are all that `policy` takes from elsewhere than the configuration. `stdin`: the
/// file that the text on standard input is of.
pub(super) fn find(
    select: &SelectArgs,
    stdin: Option<&Path>,
    levels: &dyn Debug,
    policy: impl Fn(&Config, &Workspace) -> Result<Policy, Error>,
    term: &Terminal,
) -> Result<Run, Error> {
    let request = select.request();
    let cache = (stdin.is_none() && !select.no_cache).then(|| Cache::of(&request, levels)).flatten();
    match cache.as_ref().map(Cache::find) {
        Some(Found::Same(kept)) => {
            remark(term, "nothing has changed since the last run: these are its findings");
            let config = kept.config()?;
            let policy = policy(&config, &kept.workspace)?;
            let tests = config.judges_tests(select.tests);
            return Ok(Run { workspace: kept.workspace, config, policy, tests, analysis: kept.analysis });
        }
        Some(Found::Nothing(Some(why))) => remark(term, &format!("the last run is of no use: {why}")),
        Some(Found::Nothing(None)) | None => {}
    }
    let start = Instant::now();
    let disk = if cache.is_some() { Disk::recording() } else { Disk::default() };
    let Project { workspace, config, apis, places } = match stdin {
        Some(path) => super::select::open_text(select, path)?,
        None => Project::open(request, &disk)?,
    };
    let opened = start.elapsed();
    let options = Options {
        policy: policy(&config, &workspace)?,
        tests: config.judges_tests(select.tests),
        threads: select.threads,
        apis: Some(apis),
        boundaries: config.all_boundaries(),
        max_pool_size: config.max_pool_size.as_ref().map(|(size, _)| *size),
        ..Options::default()
    };
    let mut analysis = analyze(&workspace, &options);
    analysis.timings.stages.insert(0, ("read the workspace", opened));
    if let Some(cache) = cache {
        let start = Instant::now();
        match cache.keep(&disk, &places, &workspace, &analysis) {
            Ok(true) => analysis.timings.stages.push(("keep the result", start.elapsed())),
            Ok(false) => {}
            Err(error) => remark(term, &format!("the result cannot be kept: {error}")),
        }
    }
    Ok(Run { workspace, config, policy: options.policy, tests: options.tests, analysis })
}

fn remark(term: &Terminal, text: &str) {
    if term.verbose {
        let _ = term.err(&format!("note: {text}\n"));
    }
}
