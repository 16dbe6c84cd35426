//! Options of `check` that change files.

use super::Terminal;
use crate::Analysis;
use crate::error::Error;
use crate::fix::{self, Patch};
use crate::render::count;
use crate::workspace::Workspace;
use clap::Args;

const HEADING: &str = "Changing files";

#[derive(Args, Clone, Debug)]
pub(super) struct MendArgs {
    /// Apply the fixes that need no thought
    #[arg(long, conflicts_with = "add_allow", help_heading = HEADING)]
    fix: bool,
    /// Print what would change, and change nothing
    #[arg(long, help_heading = HEADING)]
    diff: bool,
    /// Write a comment that allows it above each finding
    #[arg(long, requires = "reason", help_heading = HEADING)]
    add_allow: bool,
    /// Why these findings are fine
    #[arg(long, value_name = "TEXT", requires = "add_allow", help_heading = HEADING)]
    reason: Option<String>,
    /// Change files that differ from the last commit, too
    #[arg(long, help_heading = HEADING)]
    allow_dirty: bool,
    /// Change files that are in no git repository, too
    #[arg(long, help_heading = HEADING)]
    allow_no_vcs: bool,
}

/// What is to come after.
pub(super) enum Next {
    /// Files have changed: all is to be read again.
    Again,
    /// The findings are to be printed.
    Print,
    /// A diff is to be printed instead.
    Diff(String),
}

/// Changes what was asked for, or says how it would.
pub(super) fn mend(
    args: &MendArgs,
    workspace: &Workspace,
    analysis: &Analysis,
    term: &Terminal,
    again: bool,
) -> Result<Next, Error> {
    let found = &analysis.diagnostics;
    let patch = match &args.reason {
        Some(reason) if args.add_allow => {
            if reason.trim().is_empty() {
                return Err(Error::usage("the reason is empty", Some("say why these findings are fine".to_owned())));
            }
            fix::allow(found, &workspace.sources, reason)
        }
        _ if args.fix || args.diff => fix::fixes(found, &workspace.sources),
        _ => return Ok(Next::Print),
    };
    if args.diff {
        return Ok(Next::Diff(patch.diff(&workspace.sources)));
    }
    if patch.is_empty() {
        return Ok(Next::Print);
    }
    // What was changed a moment ago is dirty by our own hand.
    if !again {
        refuse(args, workspace, &patch)?;
    }
    patch.write(workspace)?;
    if !term.quiet {
        let verb = if args.add_allow { "allowed" } else { "mended" };
        let text = format!("{verb} {} in {}\n", count(patch.findings, "finding"), count(patch.files(), "file"));
        let _ = term.err(&text);
        for (index, why) in &patch.left {
            let _ =
                term.err(&format!("{}: left, {why}\n", workspace.sources.place(found[*index].finding.primary.span)));
        }
    }
    Ok(Next::Again)
}

/// What is not committed could not be got back.
fn refuse(args: &MendArgs, workspace: &Workspace, patch: &Patch) -> Result<(), Error> {
    if args.allow_dirty {
        return Ok(());
    }
    match fix::dirty(workspace)? {
        None if args.allow_no_vcs => Ok(()),
        None => Err(Error::usage(
            format!("{} would change, and no git repository could bring them back", count(patch.files(), "file")),
            Some("`--allow-no-vcs` changes them all the same, `--diff` shows what would change".to_owned()),
        )),
        Some(dirty) if dirty.is_empty() => Ok(()),
        Some(dirty) => {
            const SHOWN: usize = 10;
            let rest = dirty.len().saturating_sub(SHOWN);
            let mut list: Vec<String> = dirty.iter().take(SHOWN).map(|path| format!("`{path}`")).collect();
            if rest > 0 {
                list.push(format!("{rest} more"));
            }
            Err(Error::usage(
                format!("there are changes that are not committed: {}", list.join(", ")),
                Some(
                    "commit them first; `--allow-dirty` goes on all the same, `--diff` shows what would change"
                        .to_owned(),
                ),
            ))
        }
    }
}
