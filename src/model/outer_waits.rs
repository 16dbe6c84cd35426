//! Waits for what comes from no channel: a condition variable, sockets that become ready, a key, a datagram, the next
//! line of a pipe or a connection.
//!
//! Only calls that the catalog knows to wait; of reads, only those of a child's pipe, a connection or the standard
//! input: a file does not make anybody wait. Who is on the other side is not known.

use super::Model;
use crate::apis::{ChannelKind, Deed, ExitKind, Role, Verb};
use crate::flow::{BindSource, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind, PatKind};
use crate::resolve::{Callee, ExprRef, FnId, Ty};
use rustc_hash::FxHashSet;

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OuterWait {
    /// Something that happens: it has no end.
    Event(ExprRef),
    /// Input, which comes to its end.
    Input(ExprRef),
}

impl OuterWait {
    /// The call that waits.
    pub(super) fn at(self) -> ExprRef {
        match self {
            Self::Event(at) | Self::Input(at) => at,
        }
    }
}

/// Calls within calls that are followed.
const DEPTH: u8 = 3;

impl Model<'_, '_> {
    /// The first such wait in the code of a loop, or in functions that it calls.
    pub(super) fn outer_wait(&self, at: ExprRef) -> Option<OuterWait> {
        let body = self.program.body(at.body);
        if let ExprKind::For { iter, .. } = body.expr(at.expr) {
            return self.lines_of(ExprRef { body: at.body, expr: *iter }).map(OuterWait::Input);
        }
        self.outer_wait_in(at, DEPTH, &mut FxHashSet::default())
    }

    /// The receive of a method that a loop calls, which takes messages in a loop of its own from a field of what it is
    /// called on: `loop { self.take_messages()?; if self.stops { break } … }`.
    pub(super) fn drained_by_method(&self, at: ExprRef) -> Option<Source> {
        let program = self.program;
        let mut calls = Vec::new();
        super::loop_waits::calls(program.body(at.body), at.expr, &mut |expr| {
            if matches!(program.body(at.body).expr(expr), ExprKind::MethodCall { .. }) {
                calls.push(ExprRef { body: at.body, expr });
            }
        });
        calls.into_iter().find_map(|call| {
            let Callee::Fn(function) = program.callee(call) else { return None };
            let inner = program.defs.fns[*function].body?;
            let code = program.body(inner);
            let mut found = None;
            code.walk(code.root, &mut |_| false, &mut |expr| {
                let here = ExprRef { body: inner, expr };
                let ExprKind::MethodCall { receiver, .. } = code.expr(expr) else { return };
                let of_self = super::round::field_way(code, *receiver).is_some_and(|(owner, names)| {
                    matches!(program.uses(inner).source(owner), BindSource::Param(0)) && !names.is_empty()
                });
                if found.is_none() && of_self && super::loop_waits::waits(program, here) {
                    found = self.ends.source(here).filter(|source| {
                        source.at == here && source.op == SourceOp::Receive && source.channel != ChannelKind::Oneshot
                    });
                }
            });
            found
        })
    }

    fn outer_wait_in(&self, at: ExprRef, depth: u8, seen: &mut FxHashSet<FnId>) -> Option<OuterWait> {
        let body = self.program.body(at.body);
        let mut calls = Vec::new();
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(ExprRef { body: at.body, expr });
            }
        });
        let here = calls.iter().find_map(|&call| {
            let wait = self.waits_outside(call)?;
            let own = match (wait, self.innermost_loop(call)) {
                (_, None) => true,
                // A loop inside that reads to the end is a loop of its own; who waits for a condition in rounds waits.
                (OuterWait::Input(_), Some(inner)) => inner == at.expr,
                (OuterWait::Event(_), Some(inner)) => {
                    depth == DEPTH || self.is_condition(call) || leaves_at_ok(body, inner)
                }
            };
            own.then_some(wait)
        });
        let depth = depth.checked_sub(1);
        here.or_else(|| {
            calls.into_iter().find_map(|call| {
                let Callee::Fn(function) = self.program.callee(call) else { return None };
                let def = &self.program.defs.fns[*function];
                let inner = def.body.filter(|_| !def.item.is_async && seen.insert(*function))?;
                let root = ExprRef { body: inner, expr: self.program.body(inner).root };
                self.outer_wait_in(root, depth?, seen).filter(|wait| matches!(wait, OuterWait::Event(_)))
            })
        })
    }

    fn waits_outside(&self, at: ExprRef) -> Option<OuterWait> {
        if !matches!(self.program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
            return None;
        }
        if self.does(at, Deed::AwaitEvent) || self.does(at, Deed::Datagram) || self.is_condition(at) {
            return Some(OuterWait::Event(at));
        }
        self.reads_pipe(at).then_some(OuterWait::Input(at))
    }

    /// A wait for a condition variable.
    fn is_condition(&self, at: ExprRef) -> bool {
        self.program.called_api(at).is_some_and(|row| {
            row.verb == Verb::Wait
                && row.blocking
                && !row.is_async
                && row.exit == Some(ExitKind::Condition)
                && row.path.as_str().contains("::Condvar::")
        })
    }

    /// `reader.read_line(&mut line)` of a pipe or a connection, `packet(&mut stream)` which does so.
    fn reads_pipe(&self, at: ExprRef) -> bool {
        if let Some(Callee::Fn(function)) = self.program.callee_of(at) {
            return self.reads_given(at, *function);
        }
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(at) else { return false };
        self.reads_blocking(at) && self.is_pipe(ExprRef { body: at.body, expr: *receiver })
    }

    /// A blocking read, of whatever.
    fn reads_blocking(&self, at: ExprRef) -> bool {
        self.program
            .called_api(at)
            .is_some_and(|row| !row.is_async && row.blocking && row.exit == Some(ExitKind::PeerClosed))
    }

    /// Whether a function reads from a pipe or a connection that a call gives it.
    fn reads_given(&self, call: ExprRef, function: FnId) -> bool {
        let given = |index| self.program.argument(call, index);
        self.reads_param(function, 2, &|index, used| {
            self.is_pipe(used) || given(index).is_some_and(|arg| self.is_pipe(arg))
        })
    }

    /// Whether a function reads from one of its parameters, or gives it to one that does; `is_input` says of a
    /// parameter, and the place where it is used, whether it counts.
    fn reads_param(&self, function: FnId, depth: u8, is_input: &dyn Fn(u32, ExprRef) -> bool) -> bool {
        let program = self.program;
        let def = &program.defs.fns[function];
        let Some(inner) = def.body.filter(|_| !def.item.is_async) else { return false };
        let code = program.body(inner);
        let is_given = |expr: ExprId| {
            super::round::field_way(code, expr).is_some_and(|(root, _)| match program.uses(inner).source(root) {
                BindSource::Param(index) => is_input(index, ExprRef { body: inner, expr }),
                _ => false,
            })
        };
        code.any(code.root, |expr| {
            let here = ExprRef { body: inner, expr };
            match (code.expr(expr), program.callee_of(here)) {
                // `fn message(from: &mut impl Read) { let size = number(from)?; … }`
                (ExprKind::Call { args, .. }, Some(Callee::Fn(next))) if depth > 0 => {
                    args.iter().any(|&arg| is_given(arg)) && self.reads_param(*next, depth - 1, &|_, _| true)
                }
                (ExprKind::MethodCall { receiver, .. }, _) => self.reads_blocking(here) && is_given(*receiver),
                _ => false,
            }
        })
    }

    /// `for line in reader.lines()`, `let lines = reader.lines(); for line in lines`
    fn lines_of(&self, iter: ExprRef) -> Option<ExprRef> {
        if let ExprKind::Local(binding) = self.program.expr(iter)
            && let BindSource::Value(value, pat) = self.program.uses(iter.body).source(*binding)
            && matches!(self.program.body(iter.body).pat(pat), PatKind::Bind(_, None))
        {
            return self.lines_of(ExprRef { body: iter.body, expr: value });
        }
        let ExprKind::MethodCall { receiver, name, .. } = self.program.expr(iter) else { return None };
        let base = ExprRef { body: iter.body, expr: *receiver };
        match name.as_str() {
            "lines" | "split" | "bytes" if self.is_pipe(base) => Some(iter),
            "map_while" | "map" | "flatten" | "filter_map" | "enumerate" | "flat_map" | "filter" => self.lines_of(base),
            _ => None,
        }
    }

    /// A child's output, a connection, the standard input; or a buffer in front of it.
    fn is_pipe(&self, at: ExprRef) -> bool {
        let program = self.program;
        program.derefs(program.types(at.body).expr(at.expr)).iter().any(|ty: &Ty| {
            let of_std = ty.api_path().is_some_and(|path| {
                matches!(
                    path.as_str(),
                    "std::process::ChildStdout" | "std::process::ChildStderr" | "std::io::Stdin" | "std::io::StdinLock"
                )
            });
            of_std || program.role(ty) == Some(Role::Connection)
        })
    }
}

/// `loop { match poll.poll(&mut events, None) { Ok(()) => break, Err(error) if … => continue } }`: it asks until it has
/// an answer.
fn leaves_at_ok(body: &Body, at: ExprId) -> bool {
    body.any(at, |expr| match body.expr(expr) {
        ExprKind::Match { arms, .. } => arms.iter().any(|arm| {
            matches!(body.pat(arm.pat), PatKind::TupleStruct(path, _) if path.last() == "Ok")
                && super::closing::leaves(body, arm.body)
        }),
        _ => false,
    })
}
