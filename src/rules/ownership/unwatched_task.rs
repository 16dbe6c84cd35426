use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::model::Task;
use crate::rules::{Report, RuleCx, rule};
use crate::source::Span;

rule!("unwatched-task", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    // Who looks at one of the handles in a place will look at all.
    let mut found: Vec<(Span, Finding)> = Vec::new();
    for task in cx.model.tasks.iter().chain(cx.model.retold_on_their_own()) {
        let Some((kept, finding)) = unwatched(cx, task) else { continue };
        match found.iter_mut().find(|(place, _)| *place == kept) {
            Some((_, first)) => *first = first.clone().with(task.span, "the handle of this one, too"),
            None => found.push((kept, finding)),
        }
    }
    for (_, finding) in found {
        report.add(finding);
    }
}

/// A task whose handle is kept, and never looked at, with where that is declared.
fn unwatched(cx: &RuleCx<'_>, task: &Task) -> Option<(Span, Finding)> {
    // What a handle of a type that is not known does is not known.
    if !cx.model.has_known_handle(task) {
        return None;
    }
    if task.on_purpose || task.of_param || !task.detaches || task.kind == TaskKind::Thread {
        return None;
    }
    let (name, span) = cx.model.kept_unused(task)?;
    // A token or a closing channel ends it all the same.
    let label = match cx.model.link(task) {
        Some(_) => "its panic and its result go unseen, and nobody waits for its end",
        None => "its panic and its result go unseen, and nobody stops it",
    };
    if cx.model.is_in_tracker(task) {
        let message = format!("this task is tracked in `{name}`, and nobody waits for what is in there");
        let finding = Finding::new(Confidence::Likely, task.span, message, label)
            .with(span, format!("`{name}` is never closed and waited for"))
            .help(format!("call `close()` and `wait().await` on `{name}` when its owner ends"));
        return Some((span, finding));
    }
    Some((
        span,
        Finding::new(
            Confidence::Likely,
            task.span,
            format!("the handle of this task is kept in `{name}`, and nobody ever looks at it"),
            label,
        )
        .with(span, format!("`{name}` is never awaited, aborted, checked or given away"))
        .help(format!("await or abort what is in `{name}` when its owner ends (a `shutdown` method, `Drop`), or use an abort-on-drop handle")),
    ))
}
