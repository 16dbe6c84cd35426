//! Tasks that are started one for each message, without a limit.

use super::feed::DATAGRAMS;
use super::{Feed, LinkKind, Loop, Model, Task, closing};
use crate::apis::{Role, TaskKind, Verb};
use crate::flow::{Event, EventKind, Place, SourceOp};
use crate::ir::{BinaryOp, ExprId, ExprKind, PatKind, Stmt};
use crate::resolve::{Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// A task for each message of a loop that outside data drives.
#[derive(Clone, Copy, Debug)]
pub struct Flood {
    /// The task, by number.
    pub task: usize,
    /// The loop's keyword.
    pub of: Span,
    /// What puts in what the loop takes out, where it does not read from the outside itself.
    pub send: Option<Span>,
    /// Where the data comes from.
    pub source: Span,
    /// What that is.
    pub what: &'static str,
}

impl Model<'_, '_> {
    /// All such tasks, in order of their places.
    pub fn floods(&self) -> Vec<Flood> {
        let flood = |(number, task): (usize, &Task)| {
            if task.of_param || !task.detaches && task.set.is_none() {
                return None;
            }
            self.fed_flood(number, task).or_else(|| self.read_flood(number, task))
        };
        self.tasks.iter().enumerate().filter_map(flood).collect()
    }

    /// A task for each message of a channel that outside data flows into.
    fn fed_flood(&self, number: usize, task: &Task) -> Option<Flood> {
        let of = self.repeat(task.at, None).filter(|repeat| repeat.direct)?.of;
        if of.source.op != SourceOp::Receive
            || !self.in_branch_of(task.at, of.source.at)
            || self.takes_source_along(task.at, of)
            || !self.is_unlimited(task, of.at)
        {
            return None;
        }
        // Who sends: a channel that outside data flows into.
        let feed = self.channels.iter().find_map(|channel| {
            let is_source = |event: &Event| event.at.body == of.source.at.body && event.at.expr == of.source.at.expr;
            let receives = channel.receivers.iter().any(|end| end.events.iter().any(is_source));
            if receives { self.feed(channel) } else { None }
        });
        if let Some(Feed { send, source, what }) = feed {
            return Some(Flood { task: number, of: of.span, send: Some(send), source, what });
        }
        // The loop itself reads what comes over a connection.
        closing::reads_connection(self.program, &of.source).then(|| {
            let source = self.callee_span(of.source.at);
            Flood { task: number, of: of.span, send: None, source, what: "messages come in here" }
        })
    }

    /// A task for each datagram that a loop reads from a socket.
    fn read_flood(&self, number: usize, task: &Task) -> Option<Flood> {
        let (body, uses) = (self.program.body(task.at.body), self.program.uses(task.at.body));
        let around = uses.ancestors(task.at.expr).take_while(|&up| !body.expr(up).is_lazy());
        let of = around.map(|expr| ExprRef { body: task.at.body, expr });
        let (of, read) = of.into_iter().find_map(|of| Some((of, self.datagram(of, task.at.expr)?)))?;
        self.is_unlimited(task, of).then(|| Flood {
            task: number,
            of: self.callee_span(of),
            send: None,
            source: self.callee_span(read),
            what: DATAGRAMS,
        })
    }

    /// Whether nothing in a loop keeps the number of tasks that it starts down.
    fn is_unlimited(&self, task: &Task, of: ExprRef) -> bool {
        // Waited for in the same loop: one after the other.
        let loop_span = self.program.body(of.body).span(of.expr);
        let waits = |event: &Event| {
            matches!(event.kind, EventKind::Awaited | EventKind::Verb(Verb::Join))
                && event.at.body == of.body
                && loop_span.contains(event.span)
        };
        let ends = self.takes_first(task.at, of)
            || task.at.body == of.body && self.leaves_after(task.at, of.expr)
            || self.leaves_state(task.at, of);
        !(ends || self.is_limited(task, of) || self.asks_clock(task.at, of) || task.events.iter().any(waits))
    }

    /// Whether code runs for what a receive gives: it stands in no select, or in the receive's own branch.
    fn in_branch_of(&self, at: ExprRef, receive: ExprRef) -> bool {
        let body = self.program.body(at.body);
        self.program.uses(at.body).ancestors(at.expr).all(|up| {
            let ExprKind::Select { branches, .. } = body.expr(up) else { return true };
            branches.iter().any(|branch| {
                body.span(branch.body).contains(body.span(at.expr))
                    && receive.body == at.body
                    && body.span(branch.future).contains(body.span(receive.expr))
            })
        })
    }

    /// Whether code of a loop runs only when some time has gone by since the last time:
    /// `if last.elapsed() > MINUTE { last = Instant::now(); spawn(report()) }`
    fn asks_clock(&self, at: ExprRef, of: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let clock = |cond: ExprId| {
            body.any(cond, |expr| {
                matches!(body.expr(expr), ExprKind::MethodCall { name, .. }
                    if matches!(name.as_str(), "elapsed" | "duration_since" | "saturating_duration_since"))
            })
        };
        let sets = |code: ExprId| body.any(code, |expr| matches!(body.expr(expr), ExprKind::Assign { .. }));
        at.body == of.body
            && self.program.uses(at.body).ancestors(at.expr).take_while(|&up| up != of.expr).any(|up| {
                matches!(body.expr(up), ExprKind::If { cond, then, .. }
                    if body.span(*then).contains(body.span(at.expr)) && clock(*cond) && sets(*then))
            })
    }

    /// Whether what is started is given the very receiver that the loop takes from: there is no further round.
    fn takes_source_along(&self, at: ExprRef, of: &Loop) -> bool {
        let body = self.program.body(at.body);
        let calls = self.calls_to(of.at, of.source.at.body).unwrap_or_default();
        let receive = calls.first().copied().unwrap_or(of.source.at);
        let uses = self.program.uses(at.body);
        let source = match self.program.expr(receive) {
            ExprKind::MethodCall { receiver, .. } => Some(*receiver),
            // `next_message(&mut rx)`
            ExprKind::Call { args, .. } => args.iter().find_map(|&arg| match body.expr(arg) {
                ExprKind::Ref(inner) => Some(*inner),
                _ => None,
            }),
            _ => None,
        };
        let Some(ExprKind::Local(binding)) = source.map(|source| body.expr(source)) else { return false };
        let is_moved = |one: ExprId| {
            let parent = uses.parent_expr(one);
            !parent.is_some_and(|up| matches!(body.expr(up), ExprKind::MethodCall { name, .. } if *name == "clone"))
        };
        at.body == receive.body
            && uses.of(*binding).iter().any(|&one| body.span(at.expr).contains(body.span(one)) && is_moved(one))
    }

    /// Whether code of a loop runs in one state of a variable only, which it leaves right after for good:
    /// `match &mut mode { Mode::Run => { spawn(…); mode = Mode::Leave; } … }`
    fn leaves_state(&self, at: ExprRef, of: ExprRef) -> bool {
        if at.body != of.body {
            return false;
        }
        let program = self.program;
        let body = program.body(at.body);
        let place_of = |expr: ExprId| match body.expr(expr) {
            ExprKind::Ref(inner) => self.place_at(ExprRef { body: at.body, expr: *inner }),
            _ => self.place_at(ExprRef { body: at.body, expr }),
        };
        let variant = |expr: ExprId| match body.expr(expr) {
            ExprKind::Path(path) => Some(path.last()),
            ExprKind::Struct { path, .. } => Some(path.last()),
            ExprKind::Call { callee, .. } => match body.expr(*callee) {
                ExprKind::Path(path) => Some(path.last()),
                _ => None,
            },
            _ => None,
        };
        let mut set_after: Vec<(Place, Option<Name>)> = Vec::new();
        for up in program.uses(at.body).ancestors(at.expr).take_while(|&up| up != of.expr) {
            match body.expr(up) {
                ExprKind::Block { stmts, .. } => {
                    for stmt in stmts.iter() {
                        if let Stmt::Expr(expr) = stmt
                            && let ExprKind::Assign { place, value, compound: false } = body.expr(*expr)
                            && body.span(*expr).lo >= body.span(at.expr).lo
                        {
                            set_after.push((place_of(*place), variant(*value)));
                        }
                    }
                }
                ExprKind::Match { value, arms } => {
                    let state = place_of(*value);
                    let arm = arms.iter().find(|arm| body.span(arm.body).contains(body.span(at.expr)));
                    let here = arm.and_then(|arm| match body.pat(arm.pat) {
                        PatKind::Path(path) | PatKind::TupleStruct(path, _) | PatKind::Struct(path, _) => {
                            Some(path.last())
                        }
                        _ => None,
                    });
                    let leaves = |(place, to): &(Place, Option<Name>)| *place == state && to.is_some() && *to != here;
                    let comes_back = || {
                        body.any(of.expr, |expr| {
                            matches!(body.expr(expr), ExprKind::Assign { place, value, .. }
                                if place_of(*place) == state && (variant(*value).is_none() || variant(*value) == here))
                        })
                    };
                    if state != Place::Unknown && here.is_some() && set_after.iter().any(leaves) && !comes_back() {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// Whether code of a loop runs only where it takes something out of its place that the loop does not fill again:
    /// `if let Some(source) = self.source.take() { spawn(read(source)) }`
    fn takes_first(&self, at: ExprRef, of: ExprRef) -> bool {
        if at.body != of.body {
            return false;
        }
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let taken = |value: ExprId| {
            let from = match (program.callee_of(here(value))?, body.expr(value)) {
                (Callee::Api(api), ExprKind::MethodCall { receiver, .. })
                    if program.apis.row(*api).path == "std::option::Option::take" =>
                {
                    *receiver
                }
                _ => return None,
            };
            let place = self.place_at(here(from));
            let outside = match place {
                Place::Local(_, binding) => !program.span(of).contains(self.binding_span(at.body, binding)),
                Place::Field(..) | Place::Static(_) => true,
                Place::Unknown => false,
            };
            outside.then_some(place)
        };
        let from = program.uses(at.body).ancestors(at.expr).take_while(|&up| up != of.expr).find_map(|up| {
            match body.expr(up) {
                ExprKind::If { cond, .. } => match body.expr(*cond) {
                    ExprKind::Let { value, .. } => taken(*value),
                    _ => None,
                },
                ExprKind::Match { value, .. } => taken(*value),
                ExprKind::Block { stmts, .. } => stmts.iter().find_map(|stmt| match stmt {
                    Stmt::Let { init: Some(init), otherwise: Some(_), .. }
                        if body.span(*init).hi <= body.span(at.expr).lo =>
                    {
                        taken(*init)
                    }
                    _ => None,
                }),
                _ => None,
            }
        });
        let Some(from) = from else { return false };
        let mut filled = false;
        body.walk(of.expr, &mut |_| true, &mut |expr| {
            filled |= matches!(body.expr(expr), ExprKind::Assign { place, .. } if self.place_at(here(*place)) == from);
        });
        !filled
    }

    /// Whether something in a loop, or in what it starts, limits how many run at once.
    fn is_limited(&self, task: &Task, of: ExprRef) -> bool {
        if self.link(task).is_some_and(|link| link.kind == LinkKind::Permit) || self.is_given_to_pool(task) {
            return true;
        }
        let program = self.program;
        let body = program.body(of.body);
        let mut limited = false;
        body.walk(of.expr, &mut |_| true, &mut |expr| {
            let at = ExprRef { body: of.body, expr };
            limited |= match body.expr(expr) {
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(at) {
                    Callee::Api(api) => {
                        matches!(program.apis.row(*api).verb, Verb::Join | Verb::Group)
                            || matches!(program.role(&program.peel(program.ty(at))), Some(Role::Permit | Role::Semaphore))
                    }
                    _ => false,
                },
                // `if running < MAX`
                ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } => [lhs, rhs].into_iter().any(|&side| {
                    matches!(body.expr(side), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "len" | "load" | "available_permits"))
                        || self.counts_up(ExprRef { body: of.body, expr: side })
                }),
                ExprKind::Opaque => true,
                _ => matches!(program.types(of.body).expr(expr), Ty::Api(path, _) if path == "tokio::sync::Semaphore"),
            };
        });
        limited
    }

    /// A pool of threads runs as many at once as it has threads; what a `Scope` is given has ended with it.
    fn is_given_to_pool(&self, task: &Task) -> bool {
        task.kind == TaskKind::Blocking && self.program.called_api(task.at).is_some_and(|row| row.kept_by_receiver)
    }

    /// `running.fetch_add(1, Relaxed)`: who asks for the count counts himself.
    fn counts_up(&self, at: ExprRef) -> bool {
        let ExprKind::MethodCall { receiver, name, .. } = self.program.expr(at) else { return false };
        let of = self.program.peel(self.program.types(at.body).expr(*receiver));
        *name == "fetch_add" && of.api_path().is_some_and(|path| path.as_str().starts_with("std::sync::atomic::"))
    }
}
