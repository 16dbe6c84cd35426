//! Threads and tasks that say on one channel that they have ended, where the first such word ends the process: a group
//! that shares a fate without a set.

use super::Model;
use super::groups::{Child, Group, GroupKind, in_loop};
use super::relations::{Shared, components, reaches};
use crate::apis::Verb;
use crate::flow::{BindSource, EndKind, Ends};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef, FnId};
use std::collections::BTreeSet;

/// Groups of which the first word on a channel ends the process.
pub(super) fn find(model: &Model<'_, '_>) -> Vec<Group> {
    model.channels.iter().filter_map(|channel| model.told_ends(channel)).collect()
}

/// One of them: what it runs, and the expression that starts it.
struct Member {
    code: ExprRef,
    function: FnId,
    ends: Ends,
}

impl Model<'_, '_> {
    fn told_ends(&self, channel: &super::Channel) -> Option<Group> {
        let program = self.program;
        let ([sender], [receiver]) = (&channel.senders[..], &channel.receivers[..]) else { return None };
        let ((at, sender), (of, receiver)) = (sender.local?, receiver.local?);
        let (body, uses) = (program.body(at), program.uses(at));
        let &[used] = uses.of(receiver) else { return None };
        let wait = ExprRef { body: at, expr: uses.parent_expr(used)? };
        let takes = program.called_api(wait).is_some_and(|row| row.verb == Verb::Receive);
        // What a task of its own waits for ends nobody.
        let lazy = uses.ancestors(wait.expr).any(|up| body.expr(up).is_lazy());
        if of != at || lazy || !takes || in_loop(program, wait) || !self.ends_process_behind(wait) {
            return None;
        }
        let mut members: Vec<Member> = Vec::new();
        for &used in uses.of(sender) {
            members.push(self.member_told(ExprRef { body: at, expr: used })?);
        }
        let long = |member: &Member| matches!(member.ends.kind, EndKind::Loops | EndKind::Infinite);
        if members.len() < 2 || !members.iter().all(long) {
            return None;
        }
        let mut reach = Vec::new();
        let mut children = Vec::new();
        for member in members {
            let mut variables = BTreeSet::new();
            reaches(program, member.code.body, member.code.expr, &mut variables, 0);
            reach.push(Shared { variables, statics: super::groups::statics_of(program, &[member.code]) });
            children.push(Child {
                span: body.span(member.code.expr),
                code: member.code,
                function: Some(member.function),
                name: program.defs.fns[member.function].name.as_str().to_owned(),
                ends: member.ends,
                task: None,
                falls: true,
            });
        }
        super::groups::meet_in_statics(program, at, &mut reach);
        let span = self.callee_span(wait);
        Some(Group { at: wait, span, kind: GroupKind::Process, children, related: components(&reach) })
    }

    /// Whether the process ends behind a wait, whatever it gave.
    fn ends_process_behind(&self, wait: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(wait.body);
        let from = body.span(wait.expr).hi;
        let exits = body.any(body.root, |expr| {
            matches!(body.expr(expr), ExprKind::Call { .. })
                && body.span(expr).lo > from
                && program
                    .called_api(ExprRef { body: wait.body, expr })
                    .is_some_and(|row| row.path == "std::process::exit" || row.path == "std::process::abort")
        });
        let in_main = program.owner(wait.body).is_some_and(|function| self.is_main(function));
        // Who receives once more, or waits for something else, does not leave.
        let waits = body.any(body.root, |expr| {
            body.span(expr).lo > from
                && program.called_api(ExprRef { body: wait.body, expr }).is_some_and(|row| {
                    matches!(row.verb, Verb::Receive | Verb::Join | Verb::Sleep | Verb::Cancel | Verb::Send)
                })
        });
        (exits || in_main) && !waits
    }

    /// `start("backup", ended.clone(), || run_backups())`: what a use of the channel's sender starts, which tells its end.
    fn member_told(&self, used: ExprRef) -> Option<Member> {
        let program = self.program;
        let (body, uses) = (program.body(used.body), program.uses(used.body));
        let mut given = used.expr;
        while let Some(up) = uses.parent_expr(given) {
            match body.expr(up) {
                ExprKind::MethodCall { receiver, name, .. } if *receiver == given && *name == "clone" => given = up,
                ExprKind::Ref(_) => given = up,
                _ => break,
            }
        }
        let call = uses.parent_expr(given)?;
        let here = ExprRef { body: used.body, expr: call };
        let Callee::Fn(starter) = program.callee(here) else { return None };
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(call) else { return None };
        if in_loop(program, here) || !args.contains(&given) || !self.runs_and_tells(*starter) {
            return None;
        }
        let code = args
            .iter()
            .map(|&arg| ExprRef { body: used.body, expr: arg })
            .find(|&arg| self.function_in(arg).is_some())?;
        let function = self.function_in(code)?;
        Some(Member { code, function, ends: self.ends.of_fn(function) })
    }

    /// Whether a function starts what it is given, and sends a word when that is over.
    fn runs_and_tells(&self, starter: FnId) -> bool {
        let program = self.program;
        let Some(at) = program.defs.fns[starter].body else { return false };
        let body = program.body(at);
        let is_param = |binding: BindingId| matches!(program.uses(at).source(binding), BindSource::Param(_));
        self.tasks.iter().filter(|task| task.at.body == at).filter_map(|task| task.work_at).any(|work| {
            let mut runs: Option<ExprId> = None;
            let mut tells: Option<ExprId> = None;
            body.walk(work.expr, &mut |_| true, &mut |expr| match body.expr(expr) {
                ExprKind::Call { callee, .. } => {
                    if matches!(body.expr(*callee), ExprKind::Local(binding) if is_param(*binding)) {
                        runs = Some(expr);
                    }
                }
                ExprKind::MethodCall { receiver, .. } => {
                    let to_param = matches!(body.expr(*receiver), ExprKind::Local(binding) if is_param(*binding));
                    if to_param && self.has_verb(ExprRef { body: at, expr }, Verb::Send) {
                        tells = Some(expr);
                    }
                }
                _ => {}
            });
            match (runs, tells) {
                (Some(runs), Some(tells)) => {
                    let looped = in_loop_within(self, work, runs) || in_loop_within(self, work, tells);
                    body.span(runs).hi <= body.span(tells).lo && !looped
                }
                _ => false,
            }
        })
    }
}

fn in_loop_within(model: &Model<'_, '_>, work: ExprRef, expr: ExprId) -> bool {
    let body = model.program.body(work.body);
    let inside = |up: &ExprId| *up != work.expr;
    model.program.uses(work.body).ancestors(expr).take_while(inside).any(|up| body.expr(up).is_loop())
}
