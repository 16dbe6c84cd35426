use crate::diagnostic::{Confidence, Finding};
use crate::ir::ExprKind;
use crate::rules::{Report, RuleCx, rule};

rule!("watch-borrow-across-await", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let program = cx.model.program;
    for borrow in cx.model.watch_borrows() {
        let Some(first) = borrow.range.awaits(program).next() else { continue };
        let span = cx.model.callee_span(borrow.at);
        let name = cx.sources.text(span);
        let held_by = borrow.range.held_by.map(|binding| program.body(borrow.at.body).binding(binding));
        let label = match held_by {
            Some(local) => format!("`{}` keeps the value locked until the end of its block", local.name),
            None if matches!(program.body(borrow.at.body).expr(borrow.range.scope), ExprKind::Block { .. }) => {
                "the value stays locked until the end of this block".to_owned()
            }
            None => "the value stays locked until the end of this statement".to_owned(),
        };
        let finding = Finding::new(
            Confidence::Certain,
            span,
            format!("the value that `{name}()` locks stays locked over an await"),
            label,
        )
        .with(cx.model.callee_span(first), "waits here, and each sender of the channel waits with it")
        .help("copy what is needed out of the borrow before the await: `let value = rx.borrow().clone();`");
        report.add(finding);
    }
}
