//! Reply ports that one path of their handler drops.
//!
//! A request carries a oneshot sender. Some path of its handler sends, and another one leaves before: the asker gets
//! an error that says nothing of what went wrong.

use super::Model;
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::BindSource;
use crate::ir::{Arm, BindingId, Body, ExprId, ExprKind, MacroKind, PatKind, Receiver, Stmt};
use crate::resolve::{AdtId, BodyRef, ExprRef, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// A reply that one path never sends.
#[derive(Clone, Debug)]
pub struct LostReply {
    /// The variable that holds the port, with the field of a whole message.
    pub name: String,
    /// Where it is bound.
    pub bound: Span,
    /// What leaves before anything is sent.
    pub leaves: Span,
    /// Where the other path sends.
    pub sends: Span,
    /// Whether it is `?` that leaves.
    pub by_error: bool,
    /// Nothing leaves: this branch does nothing with the port, and the others do.
    pub is_branch: bool,
    /// The same, of an `if` without an `else`: `leaves` is what is asked.
    pub no_else: bool,
}

/// A reply port that a function holds: a variable, or the field of one whose message has one port.
#[derive(Clone, Copy)]
pub(super) struct Port {
    /// The function's body.
    pub at: BodyRef,
    /// The variable.
    pub binding: BindingId,
    /// The message's type and the field of it, where the variable is the whole message.
    pub part: Option<(AdtId, Name)>,
}

impl Model<'_, '_> {
    /// All replies that a path out of their handler drops, in order of files and ids; one for each port.
    pub fn lost_replies(&self) -> Vec<LostReply> {
        let mut seen: FxHashSet<(BodyRef, BindingId)> = FxHashSet::default();
        let mut found = Vec::new();
        for (send, port) in self.calls_with(Verb::Send).into_iter().flat_map(|call| self.answered_ports(call)) {
            if self.is_start_hook(send.body)
                || self.is_signal(&port)
                || self.is_sent_elsewhere(send, port.binding)
                || !seen.insert((send.body, port.binding))
            {
                continue;
            }
            let lost = self.lost_reply(send, &port);
            found.extend(lost.filter(|lost| !self.askers_cope(&port, lost.by_error)));
        }
        found
    }

    /// The ports that a send answers, each with the place in its function that does: the send itself, or a call of the
    /// method of the message that sends (`request.respond(value)`).
    fn answered_ports(&self, send: ExprRef) -> Vec<(ExprRef, Port)> {
        let program = self.program;
        let body = program.body(send.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(send.expr) else { return Vec::new() };
        if !self.is_reply_port(program.types(send.body).expr(*receiver)) {
            return Vec::new();
        }
        let (binding, part) = match body.expr(*receiver) {
            ExprKind::Local(binding) => (*binding, None),
            ExprKind::Field { base, name } => {
                let ExprKind::Local(binding) = body.expr(*base) else { return Vec::new() };
                let Ty::Adt(adt, _) = program.types(send.body).binding(*binding) else { return Vec::new() };
                let is_port = |ty: &&Ty| self.is_reply_port(ty);
                // Of several ports one may stand for all.
                if program.all_fields(*adt).iter().filter(is_port).count() != 1 {
                    return Vec::new();
                }
                (*binding, Some((*adt, *name)))
            }
            _ => return Vec::new(),
        };
        let own = Port { at: send.body, binding, part };
        if part.is_none() || body.binding(binding).name != "self" {
            return vec![(send, own)];
        }
        // `fn respond(self, value: Value) { let _ = self.reply.send(value); }`
        let Some(function) = program.owner(send.body) else { return Vec::new() };
        if program.defs.fns[function].item.receiver != Some(Receiver::Value) {
            return Vec::new();
        }
        let of_caller = |call: ExprRef| {
            let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return None };
            let ExprKind::Local(binding) = program.body(call.body).expr(*receiver) else { return None };
            Some((call, Port { at: call.body, binding: *binding, part }))
        };
        self.callers(function).into_iter().filter_map(of_caller).collect()
    }

    /// Whether a body is that of a hook in which an actor starts: who starts it is told of its error.
    fn is_start_hook(&self, at: BodyRef) -> bool {
        let defs = &self.program.defs;
        let Some(function) = self.program.owner(at) else { return false };
        let Some(id) = defs.fns[function].container.impl_() else { return false };
        let starts = |row: &crate::apis::Actor| row.starts.contains(&defs.fns[function].name);
        let mut rows = self.program.apis.actors().iter().filter(|row| starts(row));
        rows.any(|row| defs.impls_for_external_trait(row.path).contains(&id))
    }

    /// `ended: oneshot::Sender<()>` of a channel that the caller has made for this call: it tells that something has come
    /// about, nobody asked, and its drop tells that it will not.
    fn is_signal(&self, port: &Port) -> bool {
        let Port { at, binding, part: None } = *port else { return false };
        let program = self.program;
        let end = program.peel(program.types(at).binding(binding));
        let BindSource::Param(position) = program.uses(at).source(binding) else { return false };
        let Some(function) = program.owner(at).filter(|_| end.arg(0).is_unit()) else { return false };
        let is_own = |call: &ExprRef| {
            let Some(arg) = program.argument(*call, position) else { return false };
            let ExprKind::Local(given) = program.expr(arg) else { return false };
            matches!(program.uses(call.body).source(*given), BindSource::Value(made, _)
                if self.channels.iter().any(|one| one.at == ExprRef { body: call.body, expr: made }))
        };
        let callers = self.callers(function);
        !callers.is_empty() && callers.iter().all(is_own)
    }

    fn is_reply_port(&self, ty: &Ty) -> bool {
        let Some(path) = ty.api_path() else { return false };
        let row = self.program.apis.type_(path).map(|id| self.program.apis.ty(id));
        row.is_some_and(|row| row.role == Role::Sender && row.channel == Some(ChannelKind::Oneshot))
    }

    /// Whether a parameter is sent through in a task or closure of its own: it tells of that task's end, and the
    /// function answers its caller itself.
    fn is_sent_elsewhere(&self, send: ExprRef, binding: BindingId) -> bool {
        let uses = self.program.uses(send.body);
        let nested = |up: ExprId| self.program.body(send.body).expr(up).is_lazy();
        matches!(uses.source(binding), BindSource::Param(_)) && uses.ancestors(send.expr).any(nested)
    }

    fn lost_reply(&self, send: ExprRef, port: &Port) -> Option<LostReply> {
        let Port { at, binding, .. } = *port;
        let body = self.program.body(at);
        let region = self.handler_of(at, binding)?;
        let all = self.uses_of_port(port);
        let bound = self.bound_by(at, binding, region);
        let mut exits: Vec<ExprId> = Vec::new();
        body.walk(region, &mut |_| false, &mut |expr| {
            let leaves = body.span(expr).lo >= bound
                && match body.expr(expr) {
                    ExprKind::Return(_) | ExprKind::Try(_) => true,
                    ExprKind::Continue { .. } | ExprKind::Break { .. } => !self.in_inner_loop(at, expr, region),
                    _ => false,
                };
            if leaves && !self.in_ok_arm(at, expr, region) {
                exits.push(expr);
            }
        });
        let exit = exits.into_iter().find(|&exit| {
            let span = body.span(exit);
            let before = |used: &ExprId| {
                span.contains(body.span(*used))
                    || body.span(*used).lo < span.lo && self.on_the_way(at, *used, exit, region)
            };
            // `if full { pending.push(request) } else { self.start(request) }`
            let each_way = || self.used_each_way(at, &all, exit, region);
            let later = all.iter().any(|used| body.span(*used).lo >= span.hi);
            later && !all.iter().any(before) && !each_way()
        });
        let branch = || if self.is_bare_signal(port) { None } else { self.silent_branch(at, &all, region) };
        let (exit, is_branch) = exit.map(|exit| (exit, false)).or_else(|| Some((branch()?, true)))?;
        let local = body.binding(binding);
        Some(LostReply {
            is_branch,
            no_else: is_branch && matches!(body.expr(exit), ExprKind::If { otherwise: None, .. }),
            name: match port.part {
                Some((_, field)) => format!("{}.{field}", local.name),
                None => local.name.to_string(),
            },
            bound: Span::new(body.file, local.lo, local.hi),
            leaves: match body.expr(exit) {
                // An `if` without an `else`: what is asked.
                ExprKind::If { cond, otherwise: None, .. } if is_branch => body.span(*cond),
                ExprKind::Try(_) => {
                    let span = body.span(exit);
                    Span::new(span.file, span.hi.saturating_sub(1).max(span.lo), span.hi)
                }
                _ => body.span(exit),
            },
            sends: self.callee_span(send),
            by_error: matches!(body.expr(exit), ExprKind::Try(_)),
        })
    }

    /// `start: oneshot::Sender<()>`: a parameter that says "now", and whose drop says "not any more".
    fn is_bare_signal(&self, port: &Port) -> bool {
        let end = self.program.peel(self.program.types(port.at).binding(port.binding));
        let is_param = matches!(self.program.uses(port.at).source(port.binding), BindSource::Param(_));
        port.part.is_none() && is_param && end.arg(0).is_unit()
    }

    /// The branch of an `if` or `match` that ends without a reply, where all that is done with the port is done in other
    /// branches: `match load(id).await { Ok(row) => reply.send(row), Err(error) => error!("{error}") }`.
    fn silent_branch(&self, at: BodyRef, all: &[ExprId], region: ExprId) -> Option<ExprId> {
        let body = self.program.body(at);
        let within = |code: ExprId, used: &ExprId| body.span(code).contains(body.span(*used));
        let mut found = None;
        body.walk(region, &mut |_| false, &mut |expr| {
            if found.is_some() || self.in_inner_loop(at, expr, region) || !all.iter().all(|used| within(expr, used)) {
                return;
            }
            let branches: Vec<ExprId> = match body.expr(expr) {
                ExprKind::If { then, otherwise, .. } => [*then].into_iter().chain(*otherwise).collect(),
                ExprKind::Match { arms, .. } => arms.iter().map(|arm| arm.body).collect(),
                _ => return,
            };
            // What the head does with it may be all that there is to do.
            if !all.iter().all(|used| branches.iter().any(|&branch| within(branch, used))) {
                return;
            }
            // Ways out were asked for before. Who writes a branch without code wants nothing to be done.
            let is_empty = |branch: ExprId| match body.expr(branch) {
                ExprKind::Block { stmts, tail, .. } => stmts.is_empty() && tail.is_none(),
                ExprKind::Tuple(parts) => parts.is_empty(),
                _ => false,
            };
            let ends = |branch: ExprId| {
                is_empty(branch)
                    || body.any(branch, |expr| match body.expr(expr) {
                        ExprKind::Return(_) | ExprKind::Try(_) | ExprKind::Break { .. } | ExprKind::Continue { .. } => {
                            true
                        }
                        ExprKind::Macro { kind, .. } => *kind == MacroKind::Panics,
                        _ => false,
                    })
            };
            found = match body.expr(expr) {
                ExprKind::If { otherwise: None, .. } => Some(expr),
                _ => branches.into_iter().find(|&branch| !all.iter().any(|used| within(branch, used)) && !ends(branch)),
            };
        });
        found
    }

    /// Where a port can be lost from on: behind the `let` that binds it, with its `else`, or the pattern.
    fn bound_by(&self, at: BodyRef, binding: BindingId, region: ExprId) -> u32 {
        let body = self.program.body(at);
        if let ExprKind::Block { stmts, .. } = body.expr(region)
            && let BindSource::Value(_, bound) = self.program.uses(at).source(binding)
        {
            let otherwise = stmts.iter().find_map(|stmt| match stmt {
                Stmt::Let { pat, otherwise: Some(otherwise), .. } if *pat == bound => Some(*otherwise),
                _ => None,
            });
            if let Some(otherwise) = otherwise {
                return body.span(otherwise).hi;
            }
        }
        body.binding(binding).hi
    }

    /// Where a function does something with a port: of a whole message all uses but looks at what else it brings.
    fn uses_of_port(&self, port: &Port) -> Vec<ExprId> {
        let (body, uses) = (self.program.body(port.at), self.program.uses(port.at));
        let all = uses.of(port.binding).iter().copied();
        let Some((_, reply)) = port.part else { return all.collect() };
        let touches = |used: &ExprId| match uses.parent_expr(*used).map(|up| body.expr(up)) {
            Some(ExprKind::Field { name, .. }) => *name == reply,
            Some(ExprKind::Ref(_)) => false,
            _ => true,
        };
        all.filter(touches).collect()
    }

    /// `match served { Ok(()) => return, Err(error) => error }`: nothing went wrong, and the port is for what does.
    fn in_ok_arm(&self, at: BodyRef, exit: ExprId, region: ExprId) -> bool {
        let body = self.program.body(at);
        if !matches!(body.expr(exit), ExprKind::Return(None)) {
            return false;
        }
        let Some(arm) = self.arm_of(at, exit, region) else { return false };
        let Some(up) = self.program.uses(at).parent_expr(arm) else { return false };
        let ExprKind::Match { value, arms } = body.expr(up) else { return false };
        let result = self.program.types(at).expr(*value);
        let fails = |arm: &Arm| matches!(body.pat(arm.pat), PatKind::TupleStruct(path, _) if path.last() == "Err");
        self.program.role(result) == Some(Role::Result)
            && arms.iter().any(fails)
            && arms.iter().any(|one| {
                one.body == arm && matches!(body.pat(one.pat), PatKind::TupleStruct(path, _) if path.last() == "Ok")
            })
    }

    /// The code that a port is handed to: the arm whose pattern binds it, the body of the loop or `if` whose head does,
    /// the block whose `let` does, or the function whose parameter it is.
    fn handler_of(&self, at: BodyRef, binding: BindingId) -> Option<ExprId> {
        let body = self.program.body(at);
        match self.program.uses(at).source(binding) {
            BindSource::Param(_) => Some(body.root),
            // What a function takes out of its own `self` was handed over before it began: it is no request.
            BindSource::Value(value, _) if self.is_own_part(at, value) => None,
            BindSource::Value(value, pat) => {
                let uses = self.program.uses(at);
                let up = uses.parent_expr(value)?;
                match body.expr(up) {
                    ExprKind::Match { arms, .. } => Some(arms.iter().find(|arm| arm.pat == pat)?.body),
                    // `while let Some(Request { reply, .. }) = requests.recv().await { … }`
                    ExprKind::Let { .. } => match body.expr(uses.parent_expr(up)?) {
                        ExprKind::While { cond, body: code, .. } if *cond == up => Some(*code),
                        ExprKind::If { cond, then, .. } if *cond == up => Some(*then),
                        _ => None,
                    },
                    // `let Some(request) = requests.recv().await else { break };`
                    ExprKind::Block { .. } if self.takes_message(at, value) => Some(up),
                    _ => None,
                }
            }
            BindSource::Item(list, _) => match body.expr(self.program.uses(at).parent_expr(list)?) {
                ExprKind::For { body: code, .. } => Some(*code),
                _ => None,
            },
            _ => None,
        }
    }

    /// `requests.recv().await`, `requests.recv()`
    fn takes_message(&self, at: BodyRef, value: ExprId) -> bool {
        let body = self.program.body(at);
        let call = match body.expr(value) {
            ExprKind::Await(inner) => *inner,
            _ => value,
        };
        self.program.called_api(ExprRef { body: at, expr: call }).is_some_and(|row| row.verb == Verb::Receive)
    }

    /// `self.storage`, of a `self` that the function takes for itself.
    fn is_own_part(&self, at: BodyRef, value: ExprId) -> bool {
        let body = self.program.body(at);
        let ExprKind::Field { base, .. } = body.expr(value) else { return false };
        let ExprKind::Local(this) = body.expr(*base) else { return false };
        let owned = self
            .program
            .owner(at)
            .is_some_and(|function| self.program.defs.fns[function].item.receiver == Some(Receiver::Value));
        owned && body.binding(*this).name == "self"
    }

    /// Whether whoever comes to `exit` has come by `used`: each branch that holds the one holds the other.
    fn on_the_way(&self, at: BodyRef, used: ExprId, exit: ExprId, region: ExprId) -> bool {
        let body = self.program.body(at);
        let mut inner = used;
        while let Some(arm) = self.arm_of(at, inner, region) {
            if !body.span(arm).contains(body.span(exit)) {
                return false;
            }
            // From the arm itself the next arm would be the same one again.
            let Some(up) = self.program.uses(at).parent_expr(arm) else { break };
            inner = up;
        }
        true
    }

    /// Whether an `if` in front of `exit` does something with the port on both of its ways.
    fn used_each_way(&self, at: BodyRef, all: &[ExprId], exit: ExprId, region: ExprId) -> bool {
        let body = self.program.body(at);
        let within = |code: ExprId| all.iter().any(|used| body.span(code).contains(body.span(*used)));
        let mut found = false;
        body.walk(region, &mut |_| false, &mut |expr| {
            if let ExprKind::If { then, otherwise: Some(otherwise), .. } = body.expr(expr) {
                found |= body.span(expr).hi <= body.span(exit).lo
                    && within(*then)
                    && within(*otherwise)
                    && self.on_the_way(at, expr, exit, region);
            }
        });
        found
    }

    fn in_inner_loop(&self, at: BodyRef, expr: ExprId, region: ExprId) -> bool {
        let body: &Body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut way = uses.ancestors(expr).take_while(|&up| up != region);
        way.any(|up| body.expr(up).is_loop())
    }
}
