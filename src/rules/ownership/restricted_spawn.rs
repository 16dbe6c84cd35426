use crate::boundary::{Boundary, Restricted};
use crate::diagnostic::{Confidence, Finding};
use crate::model::{Start, StartKind, Started};
use crate::rules::{Report, RuleCx, rule};

rule!("restricted-spawn", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    if cx.boundaries.is_empty() {
        return;
    }
    let starts = cx.model.starts();
    for start in &starts {
        let crossed = |boundary: &&Boundary| crosses(boundary, start) && !is_told_inside(boundary, start, &starts);
        // Who is kept out by several boundaries has one thing to do all the same.
        if let Some(boundary) = cx.boundaries.iter().find(crossed) {
            report.add(finding(boundary, start));
        }
    }
}

fn crosses(boundary: &Boundary, start: &Start) -> bool {
    let what = match start.kind {
        StartKind::Task => Restricted::Tasks,
        StartKind::Thread => Restricted::Threads,
        StartKind::Channel => Restricted::Channels,
        StartKind::Pool => Restricted::Pools,
    };
    let by_call = match &start.callee {
        Started::Own(_, path) => boundary.through.covers(path),
        Started::Foreign(path) => boundary.through.covers_foreign(path),
        Started::Unknown => false,
    };
    boundary.forbids(what, &start.module) && !by_call && !boundary.through.covers(&start.within)
}

/// A function behind the same boundary that starts what it is given: the mistake is there, and its callers repeat it.
fn is_told_inside(boundary: &Boundary, start: &Start, starts: &[Start]) -> bool {
    let Started::Own(function, _) = &start.callee else { return false };
    starts.iter().any(|inner| inner.owner == Some(*function) && inner.kind == start.kind && crosses(boundary, inner))
}

fn finding(boundary: &Boundary, start: &Start) -> Finding {
    let (does, doing) = match start.kind {
        StartKind::Task => ("starts a task", "start tasks"),
        StartKind::Thread => ("starts a thread", "start threads"),
        StartKind::Channel => ("makes a channel", "make channels"),
        StartKind::Pool => ("builds a pool", "build pools"),
    };
    let confidence = match &start.callee {
        Started::Unknown => Confidence::Possible,
        _ => Confidence::Certain,
    };
    let module = &start.module;
    let message = format!("`{}` {does} in `{module}`, which may not {doing}", start.api);
    let help = match boundary.through.written() {
        [] => {
            format!("leave it to a caller outside of the boundary, or name the function that may {doing} in `through`")
        }
        [one] => format!("go through `{one}`"),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().map(|path| format!("`{path}`")).collect();
            format!("go through `{first}` or {}", others.join(" or "))
        }
    };
    let reason = boundary.reason.trim().trim_end_matches(['.', '!']);
    Finding::new(confidence, start.span, message, reason)
        .help(help)
        .note(format!("the boundary stands in `{boundary}`"))
}
