//! How a finding about a task names the spawn function that makes its mistake for all callers.

use super::RuleCx;
use crate::diagnostic::Finding;
use crate::model::Task;

/// Says that the mistake is made in the spawn function, where it is one of the program's own that loses all its tasks.
pub(super) fn rooted(cx: &RuleCx<'_>, task: &Task, finding: Finding) -> Finding {
    let Some(spawner) = cx.model.losing_spawner(task) else { return finding };
    let name = cx.model.program.defs.fns[spawner.function].name;
    let text = match spawner.gives_handle {
        true => format!("all callers of `{name}` drop the handle"),
        false => format!("`{name}` keeps no handle, and gives none"),
    };
    finding.root(spawner.spawn, text, format!("calls of `{name}`"))
}

/// Shows where a task is started whose handle the call of a function gives: `start()` of
/// `fn start() -> JoinHandle<()>`.
pub(super) fn started(cx: &RuleCx<'_>, call: &Task, finding: Finding) -> Finding {
    let Some(inner) = cx.model.started_within(call) else { return finding };
    let Some(function) = cx.model.program.owner(inner.at.body) else { return finding };
    let name = cx.model.program.defs.fns[function].name;
    let finding = finding.with(inner.span, "the task is started here, and its handle given to whoever calls");
    finding.root(inner.span, format!("callers of `{name}` drop the handle"), format!("calls of `{name}`"))
}
