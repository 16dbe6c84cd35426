//! Messages of which there are never many, because each waits for another: answers to one who asks again only when he has
//! the answer, buffers that the receiver gives back, a message that a flag lets through once.

use super::feed::Feed;
use super::{Channel, Model};
use crate::apis::{Role, Verb};
use crate::flow::{BindSource, Event, EventKind, Source};
use crate::ir::{ExprId, ExprKind, Lit, Stmt};
use crate::resolve::{BodyRef, ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a loop sends one answer for each request, and whoever sends requests waits for the answer before he may send
    /// the next: `self.requests.send(())?; self.answers.recv()`
    pub(super) fn answers_in_turn(&self, channel: &Channel, send: ExprRef, feed: &Feed) -> bool {
        let found = self.loops.iter().find(|found| {
            found.at.body == send.body
                && found.sources.iter().any(|source| self.callee_span(source.at) == feed.source)
                && self
                    .program
                    .body(send.body)
                    .span(found.at.expr)
                    .contains(self.program.body(send.body).span(send.expr))
        });
        let Some(found) = found else { return false };
        let body = self.program.body(send.body);
        let mut within = self.program.uses(send.body).ancestors(send.expr).take_while(|&up| up != found.at.expr);
        if within.any(|up| body.expr(up).is_loop() || body.expr(up).is_lazy()) {
            return false;
        }
        let drives = |source: &&Source| self.callee_span(source.at) == feed.source;
        let asked = |one: &&Channel| found.sources.iter().filter(drives).any(|source| one.is_received_at(source.at));
        let mut requests = self.channels.iter().filter(asked).peekable();
        requests.peek().is_some()
            && requests.all(|requests| {
                let mut sends = events(requests, true).filter(|event| event.kind != EventKind::Used).peekable();
                let unseen = |event: &Event| {
                    matches!(event.kind, EventKind::Passed | EventKind::Public(_) | EventKind::Collected(_))
                };
                !events(requests, true).any(unseen)
                    && sends.peek().is_some()
                    && sends.all(|event| {
                        event.kind != EventKind::Verb(Verb::Send) || self.waits_for_answer(event.at, channel)
                    })
            })
    }

    /// Whether the code goes on behind a send to wait at the other end of a channel.
    fn waits_for_answer(&self, send: ExprRef, channel: &Channel) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(send.body), program.uses(send.body));
        let answer = channel.senders.iter().find_map(|end| {
            let (at, local) = end.local?;
            Some(program.peel(program.types(at).binding(local)).arg(0))
        });
        let is_wait = |expr: ExprId| {
            let at = ExprRef { body: send.body, expr };
            let ExprKind::MethodCall { receiver, .. } = body.expr(expr) else { return false };
            let ty = program.peel(program.types(send.body).expr(*receiver));
            program
                .called_api(at)
                .is_some_and(|row| row.verb == Verb::Receive && !row.limited && (row.blocking || row.is_async))
                && (channel.is_received_at(at)
                    || program.role(&ty) == Some(Role::Receiver)
                        && ty.arg(0) != Ty::Unknown
                        && Some(ty.arg(0)) == answer)
        };
        let block = |expr: ExprId| {
            let mut up = uses.ancestors(expr);
            up.find(|&up| matches!(body.expr(up), ExprKind::Block { .. }) || body.expr(up).is_lazy())
        };
        let Some(home) = block(send.expr) else { return false };
        body.any(home, |expr| {
            body.span(expr).lo >= body.span(send.expr).hi && is_wait(expr) && block(expr) == Some(home)
        })
    }

    /// Whether what is sent was taken out of another channel in the same round, into which the one who receives puts it back.
    pub(super) fn comes_back(&self, channel: &Channel, send: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(send.body);
        let span = |at: ExprRef| program.body(at.body).span(at.expr);
        let Some(round) = program.uses(send.body).ancestors(send.expr).find(|&up| body.expr(up).is_loop()) else {
            return false;
        };
        let mut taken: Vec<ExprRef> = Vec::new();
        for &arg in self.args(send) {
            body.walk(arg, &mut |_| false, &mut |expr| {
                let ExprKind::Local(binding) = body.expr(expr) else { return };
                let (BindSource::Value(value, _) | BindSource::Branch(value, _)) =
                    program.uses(send.body).source(*binding)
                else {
                    return;
                };
                let mut value = value;
                while let ExprKind::Await(inner) | ExprKind::Try(inner) = body.expr(value) {
                    value = *inner;
                }
                if body.span(round).contains(body.span(value)) {
                    taken.push(ExprRef { body: send.body, expr: value });
                }
            });
        }
        let receives: Vec<ExprRef> = events(channel, false)
            .filter(|event| event.kind == EventKind::Verb(Verb::Receive))
            .map(|event| event.at)
            .collect();
        let gives_back = |event: &Event| {
            event.kind == EventKind::Verb(Verb::Send)
                && self.loops.iter().any(|found| {
                    found.at.body == event.at.body
                        && span(found.at).contains(span(event.at))
                        && found.sources.iter().any(|source| receives.contains(&source.at))
                })
        };
        self.channels.iter().any(|store| {
            store.bounded && taken.iter().any(|&at| store.is_received_at(at)) && events(store, true).any(gives_back)
        })
    }

    /// Whether a flag lets a loop come to a place once: `if ending { exit(1); } ending = true; tx.send(…)`
    pub(super) fn comes_once(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let mut child = at.expr;
        for up in self.program.uses(at.body).ancestors(at.expr) {
            if body.expr(up).is_lazy() {
                return false;
            }
            if let ExprKind::Block { stmts, .. } = body.expr(up) {
                let before = stmts.iter().filter_map(|stmt| match stmt {
                    Stmt::Expr(expr) if body.span(*expr).hi <= body.span(child).lo => Some(*expr),
                    _ => None,
                });
                for asks in before {
                    let ExprKind::If { cond, then, otherwise: None } = body.expr(asks) else { continue };
                    if self.does_not_go_on(at.body, *then) && self.is_set_in(at.body, *cond, stmts, asks) {
                        return true;
                    }
                }
            }
            child = up;
        }
        false
    }

    /// Whether a block sets the flag behind the question for it, and nothing unsets it.
    fn is_set_in(&self, at: BodyRef, flag: ExprId, stmts: &[Stmt], asks: ExprId) -> bool {
        let body = self.program.body(at);
        let ExprKind::Local(flag) = body.expr(flag) else { return false };
        let sets = |expr: ExprId, to: bool| {
            matches!(body.expr(expr), ExprKind::Assign { place, value, compound: false }
                if matches!(body.expr(*place), ExprKind::Local(of) if of == flag)
                    && matches!(body.expr(*value), ExprKind::Lit(Lit::Bool(is)) if *is == to))
        };
        let assigned = |expr: ExprId| {
            matches!(body.expr(expr), ExprKind::Assign { place, .. }
                if matches!(body.expr(*place), ExprKind::Local(of) if of == flag))
        };
        let set = stmts.iter().any(
            |stmt| matches!(stmt, Stmt::Expr(expr) if body.span(*expr).lo >= body.span(asks).hi && sets(*expr, true)),
        );
        set && !body.any(body.root, |expr| assigned(expr) && !sets(expr, true))
    }

    /// Whether code leaves the loop, or the program.
    fn does_not_go_on(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        let ends = |expr: ExprId| {
            self.program.called_api(ExprRef { body: at, expr }).is_some_and(|row| row.verb == Verb::Exit)
        };
        super::closing::leaves(body, code)
            || ends(code)
            || match body.expr(code) {
                ExprKind::Block { stmts, tail, .. } => {
                    tail.is_some_and(ends) || stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr(expr) if ends(*expr)))
                }
                _ => false,
            }
    }
}

fn events(channel: &Channel, senders: bool) -> impl Iterator<Item = &Event> {
    let ends = if senders { &channel.senders } else { &channel.receivers };
    ends.iter().flat_map(|end| &end.events)
}
