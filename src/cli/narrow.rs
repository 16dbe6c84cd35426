//! What of the findings is reported: only new ones, only those at changed lines.

use super::Terminal;
use crate::Analysis;
use crate::baseline::{self, Asked, Baseline};
use crate::changes::{Changes, Since};
use crate::config::Config;
use crate::error::Error;
use crate::fingerprint::Key;
use crate::git::Repository;
use crate::policy::Policy;
use crate::render::count;
use crate::workspace::Workspace;
use crate::workspace::paths::{absolute, relative};
use clap::Args;
use std::path::PathBuf;

const HEADING: &str = "What is reported";

#[derive(Args, Clone, Debug)]
pub(super) struct NarrowArgs {
    /// File with findings that are known and not reported
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    baseline: Option<PathBuf>,
    /// Write all findings to the baseline [default: tether-baseline.toml], and report none
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true,
          conflicts_with_all = ["prune_baseline", "changed_since", "staged"], help_heading = HEADING)]
    write_baseline: Option<Option<PathBuf>>,
    /// Take out of the baseline what is gone
    #[arg(long, conflicts_with_all = ["changed_since", "staged"], help_heading = HEADING)]
    prune_baseline: bool,
    /// Report only what touches lines that are new since this branch left REV; all is analysed
    #[arg(long, value_name = "REV", conflicts_with = "staged", help_heading = HEADING)]
    changed_since: Option<String>,
    /// In a git hook: report only what touches lines that are staged; if nothing is staged, all
    #[arg(long, conflicts_with_all = ["staged", "changed_since", "write_baseline", "prune_baseline"], help_heading = HEADING)]
    hook: bool,
    /// Report only what touches lines that are staged; all is analysed
    #[arg(long, help_heading = HEADING)]
    staged: bool,
}

/// What a run was about.
pub(super) struct Scope<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) config: &'a Config,
    pub(super) policy: &'a Policy,
    pub(super) tests: bool,
}

/// Takes out of an analysis what is not to be reported. Gives how many entries of the baseline are stale.
pub(super) fn narrow(
    args: &NarrowArgs,
    scope: &Scope<'_>,
    analysis: &mut Analysis,
    term: &Terminal,
) -> Result<usize, Error> {
    let stale = known(args, scope, analysis, term)?;
    let since = match (&args.changed_since, args.staged) {
        (Some(revision), _) => Since::Revision(revision.clone()),
        (None, true) => Since::Staged,
        (None, false) if args.hook => match hooked(scope)? {
            Some(since) => since,
            None => return Ok(stale),
        },
        (None, false) => return Ok(stale),
    };
    let changes = Changes::find(scope.workspace, &since, &analysis.diagnostics)?;
    let before = analysis.diagnostics.len();
    analysis.diagnostics.retain(|one| changes.touch(one, &scope.workspace.sources));
    analysis.stats.unchanged = before - analysis.diagnostics.len();
    Ok(stale)
}

/// What pre-commit is at: between two commits, a commit, or (`--all-files`) neither.
fn hooked(scope: &Scope<'_>) -> Result<Option<Since>, Error> {
    if let Ok(from) = std::env::var("PRE_COMMIT_FROM_REF") {
        return Ok(Some(Since::Revision(from)));
    }
    let staged = Repository::find(&scope.workspace.root)?.map(|repository| repository.has_staged()).transpose()?;
    Ok(staged.unwrap_or(false).then_some(Since::Staged))
}

fn known(args: &NarrowArgs, scope: &Scope<'_>, analysis: &mut Analysis, term: &Terminal) -> Result<usize, Error> {
    let sources = &scope.workspace.sources;
    let written = args.write_baseline.as_ref().and_then(Option::as_ref);
    let configured = scope.config.baseline.as_ref().map(|(path, _)| path);
    let named = written.or(args.baseline.as_ref()).or(configured).cloned();
    let say = |text: String| {
        if !term.quiet {
            let _ = term.err(&text);
        }
    };
    if args.write_baseline.is_some() {
        let path = named.unwrap_or_else(|| scope.workspace.root.join(baseline::FILE_NAME));
        let mut baseline = Baseline::of(&analysis.diagnostics, sources, asked(scope));
        if path.exists() {
            let old = Baseline::read(&path)?;
            let growth = baseline.growth(&old);
            if growth > 0 {
                return Err(Error::usage(
                    format!("`{}` would grow by {}", path.display(), count(growth, "finding")),
                    Some(
                        "a baseline only ever shrinks: mend or allow them, or remove the file to begin anew".to_owned(),
                    ),
                ));
            }
        }
        if path.exists() {
            let old = Baseline::read(&path)?;
            let judged = judged(scope, old.asked);
            baseline.keep(&old, |key| !judged(key));
        }
        baseline.write(&path)?;
        say(format!("wrote {} to {}\n", count(baseline.len(), "finding"), path.display()));
        if configured.is_none() {
            let cwd = std::env::current_dir().unwrap_or_default();
            let name = relative(&scope.workspace.root, &absolute(&cwd, &path));
            say(format!("`baseline = {name:?}` in `tether.toml` lets every run know them\n"));
        }
        take_known(&baseline, analysis, scope);
        return Ok(0);
    }
    let Some(path) = named.or_else(|| {
        let default = scope.workspace.root.join(baseline::FILE_NAME);
        args.prune_baseline.then_some(default)
    }) else {
        return Ok(0);
    };
    let baseline = Baseline::read(&path)?;
    let stale = take_known(&baseline, analysis, scope);
    let missing: usize = stale.iter().map(|(_, missing)| *missing as usize).sum();
    if args.prune_baseline {
        baseline.without(&stale).write(&path)?;
        say(format!("took {} out of {}\n", count(missing, "finding"), path.display()));
        return Ok(0);
    }
    if missing > 0 {
        say(format!(
            "{}: {} {} gone from the code; `--prune-baseline` takes {} out\n",
            path.display(),
            count(missing, "finding"),
            if missing == 1 { "is" } else { "are" },
            if missing == 1 { "it" } else { "them" },
        ));
        for (key, missing) in &stale {
            let times = if *missing > 1 { format!(" ({missing} times)") } else { String::new() };
            say(format!("  {} in {}: {}{times}\n", key.rule, key.item, key.snippet));
        }
    }
    // A commit that mends something is not refused for it.
    Ok(if args.hook { 0 } else { missing })
}

/// Takes out what the configured baseline knows, for callers without options.
pub(super) fn configured_baseline(
    config: &Config,
    workspace: &Workspace,
    analysis: &mut Analysis,
) -> Result<(), Error> {
    if let Some((path, _)) = &config.baseline {
        let applied = Baseline::read(path)?.apply(std::mem::take(&mut analysis.diagnostics), &workspace.sources);
        analysis.stats.known = applied.known.len();
        analysis.diagnostics = applied.new;
        analysis.silenced.extend(applied.known);
    }
    Ok(())
}

/// Takes out what is known. Gives what is known and gone.
fn take_known<'b>(baseline: &'b Baseline, analysis: &mut Analysis, scope: &Scope<'_>) -> Vec<(&'b Key, u32)> {
    let sources = &scope.workspace.sources;
    let applied = baseline.apply(std::mem::take(&mut analysis.diagnostics), sources);
    let stale = baseline.stale(&applied, judged(scope, baseline.asked));
    analysis.stats.known = applied.known.len();
    analysis.diagnostics = applied.new;
    analysis.silenced.extend(applied.known);
    stale
}

/// What this run looks for.
fn asked(scope: &Scope<'_>) -> Asked {
    Asked { tests: scope.tests, confidence: scope.policy.least_confidence() }
}

/// Whether a finding of this key would have been found: what was not looked for is not gone. `before`: what was looked for
/// when the baseline was made.
fn judged<'a>(scope: &'a Scope<'_>, before: Asked) -> impl Fn(&Key) -> bool + 'a {
    let workspace = scope.workspace;
    let selected = |package: crate::workspace::PackageId| workspace.packages[package.0 as usize].selected;
    let whole = workspace.only.is_none() && asked(scope).covers(before);
    let everywhere = workspace.packages.iter().all(|package| package.selected);
    let crates: Vec<&str> =
        workspace.crates.iter().filter(|krate| selected(krate.package)).map(|krate| krate.name.as_str()).collect();
    move |key| {
        let krate = key.item.split("::").next().unwrap_or_default();
        whole && scope.policy.is_on(&key.rule) && (everywhere || crates.contains(&krate))
    }
}
