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
