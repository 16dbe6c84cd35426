//! Receive loops that a signal ends while messages are still queued, although each message is work that is to last.

use super::selects::leaves;
use super::{Form, Loop, Model};
use crate::apis::{ChannelKind, Deed, ExitKind, Role, Verb};
use crate::flow::{BindSource, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind, SelectBranch, Stmt, TypeRef};
use crate::resolve::{Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// A loop that leaves its queue behind.
#[derive(Clone, Debug)]
pub struct Undrained {
    /// The loop (index into [`Model::loops`]).
    pub in_loop: usize,
    /// The name of the receiving end.
    pub name: Name,
    /// What is received.
    pub receive: Span,
    /// The signal.
    pub signal: Span,
    /// Where the loop is left.
    pub exit: Span,
    /// The call that saves what is received.
    pub save: Span,
}

/// The receiving end: a variable of the function, or a field of what it is called on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Local(crate::ir::BindingId),
    Field(Name),
}

impl Model<'_, '_> {
    /// All loops that leave a queue of work behind at a signal, in order of the loops.
    pub fn undrained(&self) -> Vec<Undrained> {
        let of_loop = |(index, found): (usize, &Loop)| self.undrained_loop(index, found);
        self.loops.iter().enumerate().filter_map(of_loop).collect()
    }

    fn undrained_loop(&self, in_loop: usize, found: &Loop) -> Option<Undrained> {
        let program = self.program;
        if found.form != Form::LoopSelect {
            return self.undrained_cut(in_loop, found);
        }
        let at = found.at.body;
        let body = program.body(at);
        let here = |expr: ExprId| ExprRef { body: at, expr };
        let (select, branches, biased) = found.sources.iter().filter(|source| is_queue(source)).find_map(|source| {
            if source.at.body != at {
                return None;
            }
            let mut ups = program.uses(at).ancestors(source.at.expr);
            let select = ups.find(|&up| matches!(body.expr(up), ExprKind::Select { .. }))?;
            match body.expr(select) {
                ExprKind::Select { branches, biased, .. } => Some((select, branches, *biased)),
                _ => None,
            }
        })?;
        let source_of = |branch: &SelectBranch| self.ends.source(here(branch.future));
        let stops = |branch: &SelectBranch| {
            leaves(body, branch.body) && source_of(branch).is_some_and(|source| self.is_stop(&source))
        };
        let stop_index = branches.iter().position(stops)?;
        let stop = &branches[stop_index];
        // What is asked before the signal is empty by then.
        let behind = if biased { stop_index + 1 } else { 0 };
        for branch in &branches[behind..] {
            let Some(source) = source_of(branch) else { continue };
            if !is_queue(&source) || source.at.body != at || branch.future == stop.future {
                continue;
            }
            let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { continue };
            let Some((end, name)) = end_of(body, *receiver) else { continue };
            if self.asks_back(&source)
                || self.says_nothing(&source)
                || !self.goes_with_loop(found, end)
                || self.read_elsewhere(found, body.span(select), end, Some(body.span(stop.body)))
            {
                continue;
            }
            let save = self.reached(here(branch.body), Deed::Save).or_else(|| self.saves_behind(found, select));
            let Some(save) = save else { continue };
            return Some(Undrained {
                in_loop,
                name,
                receive: self.callee_span(source.at),
                signal: body.span(stop.future),
                exit: exit_in(body, stop.body),
                save: self.callee_span(save),
            });
        }
        None
    }

    /// `while let Some(Some(job)) = stop.run_until_cancelled(jobs.recv()).await { save(job).await }`
    fn undrained_cut(&self, in_loop: usize, found: &Loop) -> Option<Undrained> {
        let program = self.program;
        let at = found.at.body;
        let (body, uses) = (program.body(at), program.uses(at));
        let here = |expr: ExprId| ExprRef { body: at, expr };
        let source = found.sources.iter().find(|source| is_queue(source) && source.at.body == at)?;
        let wait =
            uses.ancestors(source.at.expr).take_while(|&up| up != found.at.expr).find(|&up| self.is_cut(here(up)))?;
        let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return None };
        let (end, name) = end_of(body, *receiver)?;
        let within = body.span(wait);
        let ExprKind::While { cond, body: round, .. } = body.expr(found.at.expr) else { return None };
        let is_head = matches!(body.expr(*cond), ExprKind::Let { value, .. } if *value == wait);
        if !is_head
            || self.asks_back(source)
            || self.says_nothing(source)
            || !self.goes_with_loop(found, end)
            || self.read_elsewhere(found, within, end, None)
        {
            return None;
        }
        let save = self.reached(here(*round), Deed::Save)?;
        Some(Undrained {
            in_loop,
            name,
            receive: self.callee_span(source.at),
            signal: within,
            exit: within,
            save: self.callee_span(save),
        })
    }

    /// A message without content only says that there is something to do: what it asks for is done anew at the next start.
    fn says_nothing(&self, source: &Source) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return false };
        match program.peel(program.types(source.at.body).expr(*receiver)).arg(0) {
            Ty::Tuple(parts) => parts.is_empty(),
            Ty::Adt(adt, _) => {
                matches!(program.defs.adts[adt].kind, crate::resolve::AdtKind::Struct(item) if item.fields.is_empty())
            }
            _ => false,
        }
    }

    /// A token, a signal, a message that says nothing but that it is time.
    fn is_stop(&self, source: &Source) -> bool {
        let program = self.program;
        match source.op {
            SourceOp::Wait(ExitKind::CancelToken | ExitKind::ShutdownSignal) => true,
            SourceOp::Receive => {
                let end = match program.expr(source.at) {
                    ExprKind::MethodCall { receiver, .. } => program.types(source.at.body).expr(*receiver),
                    _ => program.ty(source.at),
                };
                let end = program.peel(end);
                let empty = match end.arg(0) {
                    Ty::Tuple(parts) => parts.is_empty(),
                    Ty::Prim(name) => name == "bool",
                    _ => false,
                };
                empty && program.role(&end) == Some(Role::Receiver)
            }
            _ => false,
        }
    }

    /// `let message = select! { … }; save(message).await`
    fn saves_behind(&self, found: &Loop, select: ExprId) -> Option<ExprRef> {
        let at = found.at.body;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut child = select;
        for up in uses.ancestors(select) {
            if let ExprKind::Block { stmts, tail, .. } = body.expr(up) {
                let exprs = stmts.iter().filter_map(|stmt| match stmt {
                    Stmt::Expr(expr) => Some(*expr),
                    Stmt::Let { init, .. } => *init,
                });
                let behind = exprs.chain(*tail).filter(|&expr| body.span(expr).lo >= body.span(child).hi);
                for expr in behind {
                    if let Some(save) = self.reached(ExprRef { body: at, expr }, Deed::Save) {
                        return Some(save);
                    }
                }
            }
            if up == found.at.expr {
                break;
            }
            child = up;
        }
        None
    }

    /// Messages that carry a way to answer: whoever sent one sees that no answer comes.
    fn asks_back(&self, source: &Source) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return true };
        let end = program.peel(program.types(source.at.body).expr(*receiver));
        let message = match end.arg(0) {
            Ty::Unknown => return false,
            ty => ty.clone(),
        };
        self.carries_answer(&message, 3)
    }

    /// Whether a message brings a sender along, by which whoever takes it answers.
    pub(super) fn carries_answer(&self, ty: &Ty, far: u8) -> bool {
        let program = self.program;
        let ty = program.peel(ty);
        if program.role(&ty) == Some(Role::Sender) {
            return true;
        }
        match &ty {
            _ if far == 0 => false,
            Ty::Tuple(parts) => parts.iter().any(|part| self.carries_answer(part, far - 1)),
            Ty::Api(_, args) if matches!(program.role(&ty), Some(Role::Option | Role::Pointer)) => {
                args.iter().any(|arg| self.carries_answer(arg, far - 1))
            }
            Ty::Adt(adt, _) => program.all_fields(*adt).iter().any(|field| self.carries_answer(field, far - 1)),
            _ => false,
        }
    }

    /// Whether nobody can receive from the end once the loop is over.
    fn goes_with_loop(&self, found: &Loop, end: End) -> bool {
        let program = self.program;
        let at = found.at.body;
        match end {
            End::Local(binding) => match program.uses(at).source(binding) {
                BindSource::Param(position) => program.owner(at).is_some_and(|function| {
                    let item = program.defs.fns[function].item;
                    let position = (position as usize).checked_sub(usize::from(item.receiver.is_some()));
                    let ty = position.and_then(|position| item.params.get(position));
                    ty.is_some_and(|ty| !matches!(ty, TypeRef::Ref(_)))
                }),
                BindSource::Value(value, _) => !matches!(program.body(at).expr(value), ExprKind::Ref(_)),
                _ => false,
            },
            End::Field(_) => true,
        }
    }

    /// Whether the end is received from, closed or handed on anywhere but in this `select!`, or where that stops.
    fn read_elsewhere(&self, found: &Loop, within: Span, end: End, stop: Option<Span>) -> bool {
        let program = self.program;
        let at = found.at.body;
        let body = program.body(at);
        let stops = |span: Span| stop.is_some_and(|stop| stop.contains(span));
        match end {
            End::Local(binding) => program.uses(at).of(binding).iter().any(|&one| {
                let span = body.span(one);
                stops(span) || !within.contains(span) && !self.only_looks(ExprRef { body: at, expr: one })
            }),
            End::Field(name) => self.index.fields(name).iter().any(|&one| {
                let here = one.body == at && within.contains(body.span(one.expr));
                if here {
                    return stops(body.span(one.expr));
                }
                program.role(&program.peel(program.ty(one))) == Some(Role::Receiver) && !self.only_looks(one)
            }),
        }
    }

    /// `rx.len()`, `rx.is_closed()`
    fn only_looks(&self, end: ExprRef) -> bool {
        let Some(up) = self.program.uses(end.body).parent_expr(end.expr) else { return false };
        let call = ExprRef { body: end.body, expr: up };
        match (self.program.expr(call), self.program.callee_of(call)) {
            (ExprKind::MethodCall { .. }, Some(Callee::Api(api))) => {
                !matches!(self.program.apis.row(*api).verb, Verb::Receive | Verb::Close)
            }
            _ => false,
        }
    }
}

fn is_queue(source: &Source) -> bool {
    let kept = matches!(
        source.channel,
        ChannelKind::Mpsc | ChannelKind::StdMpsc | ChannelKind::Crossbeam | ChannelKind::Flume
    );
    source.op == SourceOp::Receive && kept
}

fn end_of(body: &Body, receiver: ExprId) -> Option<(End, Name)> {
    match body.expr(receiver) {
        ExprKind::Local(binding) => Some((End::Local(*binding), body.binding(*binding).name)),
        ExprKind::Field { base, name } => match body.expr(*base) {
            ExprKind::Local(this) if body.binding(*this).name == "self" => Some((End::Field(*name), *name)),
            _ => None,
        },
        ExprKind::Ref(inner) => end_of(body, *inner),
        _ => None,
    }
}

fn exit_in(body: &Body, arm: ExprId) -> Span {
    let mut found = body.span(arm);
    body.walk(arm, &mut |_| false, &mut |expr| {
        if matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_)) {
            found = body.span(expr);
        }
    });
    found
}
