//! What the sessions of clients leave behind where a framework keeps them: entries that the handlers of a connection
//! make (`socket.on("join", …)`), and senders whose receivers a handler gives back as a stream. When the client goes
//! away, the framework calls what was set for it, or drops the stream; often that is nothing.

use super::registries::{Change, ChangeKind, Holds, Registry};
use super::{Leftover, LeftoverKind, Model};
use crate::apis::{Deed, Verb};
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Something that a session leaves behind.
#[derive(Clone, Debug)]
pub struct SessionLeftover {
    /// What begins the session: the call that sets the handler, or the handler's name.
    pub begins: Span,
    /// The session is the stream that a handler gives back.
    pub is_stream: bool,
    /// What is left.
    pub left: Leftover,
}

/// The code of a session: parts of bodies, and what a walk through them has seen.
#[derive(Default)]
struct Code {
    /// Closures and functions; of functions that are called, whether they are given something of the client.
    parts: Vec<(ExprRef, bool)>,
    seen: FxHashSet<FnId>,
    /// Something is set for when the client has gone, or may be.
    has_end: bool,
}

const FAR: u8 = 4;

impl Model<'_, '_> {
    /// What sessions leave behind, in order of the places where they begin.
    pub fn session_leftovers(&self) -> Vec<SessionLeftover> {
        let mut found = self.visits();
        found.extend(self.streams());
        let sources = &self.program.workspace.sources;
        found.sort_by_key(|one| (sources.get(one.begins.file).path.clone(), one.begins.lo));
        found.dedup_by_key(|one| one.begins);
        found
    }

    /// Connections with handlers for what the client says, and none for its going away.
    fn visits(&self) -> Vec<SessionLeftover> {
        let starts = self.calls_that(Deed::OnConnect);
        let sessions: Vec<(ExprRef, Code)> =
            starts.into_iter().filter_map(|call| Some((call, self.handlers_of(call)?))).collect();
        let mut found = Vec::new();
        for (call, code) in sessions.iter().filter(|(_, code)| !code.has_end) {
            let entry = self.registries().iter().find_map(|registry| {
                let insert = registry.inserts.iter().find(|one| self.is_of_client(code, one.at))?;
                let in_handler = |at| sessions.iter().any(|(_, code)| code.part(self, at).is_some());
                let asked = registry.removes.iter().all(|one| one.kind == ChangeKind::Remove && in_handler(one.at));
                let known = !registry.bounded && registry.escapes.is_none() && self.stray_removal(registry).is_none();
                (asked && known).then_some((registry, insert))
            });
            let Some((registry, insert)) = entry else { continue };
            found.push(SessionLeftover {
                begins: self.callee_span(*call),
                is_stream: false,
                left: entry_left(registry, insert),
            });
        }
        found
    }

    /// The code that runs for a client.
    fn handlers_of(&self, call: ExprRef) -> Option<Code> {
        let mut code = Code::default();
        let arg = usize::from(self.deed(call)?.arg?);
        let handler = *self.args(call).get(arg)?;
        self.handler(ExprRef { body: call.body, expr: handler }, &mut code, FAR).then_some(code)
    }

    /// Adds a closure or a function that is given as a handler; false where it is neither.
    fn handler(&self, at: ExprRef, code: &mut Code, far: u8) -> bool {
        match self.program.expr(at) {
            ExprKind::Closure { .. } => self.add(at, true, code, far),
            // `handler.with(middleware)`
            ExprKind::MethodCall { receiver, .. } => {
                return self.handler(ExprRef { body: at.body, expr: *receiver }, code, far);
            }
            _ => match self.program.ty(at) {
                Ty::Fn(function) => self.enter(*function, true, code, far),
                Ty::Closure(closure) => self.add(*closure, true, code, far),
                _ => return false,
            },
        }
        true
    }

    fn enter(&self, function: FnId, of_client: bool, code: &mut Code, far: u8) {
        if let Some(body) = self.program.defs.fns[function].body
            && code.seen.insert(function)
        {
            self.add(ExprRef { body, expr: self.program.body(body).root }, of_client, code, far);
        }
    }

    fn add(&self, at: ExprRef, of_client: bool, code: &mut Code, far: u8) {
        code.parts.push((at, of_client));
        let program = self.program;
        let body = program.body(at.body);
        let mut calls = Vec::new();
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(ExprRef { body: at.body, expr });
            }
        });
        for call in calls {
            if self.does(call, Deed::OnGone) {
                code.has_end = true;
            } else if self.does(call, Deed::OnEvent) {
                let arg = self.deed(call).and_then(|deed| deed.arg).map(usize::from);
                if let Some(&handler) = arg.and_then(|arg| self.args(call).get(arg)) {
                    // What is not known may set anything.
                    let handler = ExprRef { body: at.body, expr: handler };
                    code.has_end |= far == 0 || !self.handler(handler, code, far - 1);
                }
                continue;
            }
            let given = || self.args(call).iter().any(|&arg| self.is_about_client(at.body, arg, 3));
            match program.callee(call) {
                Callee::Fn(function) if far > 0 => self.enter(*function, given(), code, far - 1),
                Callee::Api(_) | Callee::Wrap | Callee::Ctor(_) | Callee::Foreign(_) => {}
                _ => code.has_end |= self.args(call).iter().any(|&arg| self.is_client(at.body, arg)),
            }
        }
    }

    /// Whether an insert in the code of a session says something of its client.
    fn is_of_client(&self, code: &Code, insert: ExprRef) -> bool {
        code.part(self, insert).is_some_and(|(part, of_client)| {
            let whole = self.program.body(part.body).root == part.expr;
            let said = self.args(insert).iter().any(|&arg| self.is_about_client(insert.body, arg, 3));
            said || of_client && whole && self.has_given_key(insert)
        })
    }

    /// Whether the key of an insert comes from a parameter.
    fn has_given_key(&self, insert: ExprRef) -> bool {
        let body = self.program.body(insert.body);
        let uses = self.program.uses(insert.body);
        let mut given = false;
        for &arg in self.args(insert).iter().take(1) {
            body.walk(arg, &mut |_| false, &mut |expr| {
                given |= matches!(body.expr(expr), ExprKind::Local(binding)
                    if matches!(uses.source(*binding), BindSource::Param(_)));
            });
        }
        given
    }

    /// Whether an expression speaks of a client: `socket.id`, `let id = socket.id;`
    fn is_about_client(&self, at: BodyRef, expr: ExprId, far: u8) -> bool {
        let body = self.program.body(at);
        let mut about = false;
        body.walk(expr, &mut |_| false, &mut |one| {
            let ExprKind::Local(binding) = body.expr(one) else { return };
            about |= self.is_client(at, one)
                || far > 0
                    && matches!(self.program.uses(at).source(*binding), BindSource::Value(value, _)
                        if self.is_about_client(at, value, far - 1));
        });
        about
    }

    fn is_client(&self, at: BodyRef, expr: ExprId) -> bool {
        let apis = self.program.apis;
        self.program
            .derefs(self.program.types(at).expr(expr))
            .iter()
            .any(|ty| ty.api_path().and_then(|path| apis.deed(path)).is_some_and(|deed| deed.does == Deed::Visitor))
    }

    /// Handlers that give a stream, and leave its sender in a registry from which only further requests take it.
    fn streams(&self) -> Vec<SessionLeftover> {
        let mut found = Vec::new();
        for registry in self.registries() {
            if registry.holds != Some(Holds::Sender) || registry.bounded || registry.escapes.is_some() {
                continue;
            }
            for insert in &registry.inserts {
                let Some(function) = self.program.owner(insert.at.body) else { continue };
                let Some(begins) = self.streaming(function) else { continue };
                if !self.keeps_sender_of_result(insert) {
                    continue;
                }
                let pruned = registry.removes.iter().all(|one| {
                    one.kind == ChangeKind::Remove && one.at.body != insert.at.body && self.only_on_request(one.at)
                });
                let grows = !registry.removes.is_empty() || self.growing_insert(registry).is_some();
                if pruned && grows && self.stray_removal(registry).is_none() {
                    found.push(SessionLeftover { begins, is_stream: true, left: entry_left(registry, insert) });
                }
            }
        }
        found
    }

    /// The handler that a function is, or that alone calls it.
    fn streaming(&self, function: FnId) -> Option<Span> {
        let defs = &self.program.defs;
        if self.is_handler(function) {
            return Some(defs.fns[function].name_span);
        }
        let callers = self.callers(function);
        let handlers: Vec<FnId> = callers.iter().filter_map(|call| self.program.owner(call.body)).collect();
        let all = handlers.len() == callers.len() && handlers.iter().all(|&one| self.is_handler(one));
        handlers.first().filter(|_| all).map(|&one| defs.fns[one].name_span)
    }

    /// Whether the sender that an insert keeps is made in the same function, which gives back the receiver.
    fn keeps_sender_of_result(&self, insert: &Change) -> bool {
        let program = self.program;
        let at = insert.at.body;
        let body = program.body(at);
        let uses = program.uses(at);
        let mut made: Vec<ExprId> = Vec::new();
        for &arg in self.args(insert.at) {
            body.walk(arg, &mut |_| false, &mut |expr| {
                if let ExprKind::Local(binding) = body.expr(expr)
                    && let BindSource::Value(value, _) = uses.source(*binding)
                    && let Some(Callee::Api(api)) = program.callee_of(ExprRef { body: at, expr: value })
                    && program.apis.row(*api).verb == Verb::Channel
                {
                    made.push(value);
                }
            });
        }
        let bindings = (0..body.bindings.len()).map(|index| BindingId(index as u32));
        let mut receivers = bindings.filter(|&binding| {
            matches!(uses.source(binding), BindSource::Value(value, pat) if made.contains(&value)
            && matches!(body.pat(pat), PatKind::Tuple(ends) if ends.get(1).is_some_and(|&end| {
                matches!(body.pat(end), PatKind::Bind(bound, _) if *bound == binding)
            })))
        });
        receivers.any(|binding| self.is_result(at, binding, 4))
    }

    /// Whether a variable is (part of) what its function gives.
    fn is_result(&self, at: BodyRef, binding: BindingId, far: u8) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        uses.of(binding).iter().any(|&one| {
            let mut expr = one;
            loop {
                if expr == body.root {
                    return true;
                }
                match uses.parent(expr) {
                    Parent::Let(block, index) => {
                        let Some(pat) = body.let_pat(block, index) else { return false };
                        let mut next = Vec::new();
                        body.bindings_of(pat, &mut |binding, _| next.push(binding));
                        return far > 0 && next.into_iter().any(|next| self.is_result(at, next, far - 1));
                    }
                    Parent::Expr(up) => match body.expr(up) {
                        ExprKind::Return(_) => return true,
                        ExprKind::Closure { .. } | ExprKind::Async { .. } => return false,
                        ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => return false,
                        _ => expr = up,
                    },
                    _ => return false,
                }
            }
        })
    }

    /// Whether code runs only when a request asks for it, and looks at nobody's end.
    fn only_on_request(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let lazy = |up: ExprId| body.expr(up).is_lazy();
        let Some(function) = program.owner(at.body) else { return false };
        if program.uses(at.body).ancestors(at.expr).any(lazy) || program.is_drop(function) || self.watches(at.body) {
            return false;
        }
        let callers = self.callers(function);
        self.is_handler(function)
            || !callers.is_empty()
                && !program.is_public(function)
                && callers.iter().all(|call| {
                    program.owner(call.body).is_some_and(|caller| self.is_handler(caller)) && !self.watches(call.body)
                })
    }

    /// Whether code sends, or asks whether a receiver is gone.
    fn watches(&self, at: BodyRef) -> bool {
        let program = self.program;
        let body = program.body(at);
        let mut watches = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if let ExprKind::MethodCall { name, .. } = body.expr(expr) {
                watches |= matches!(name.as_str(), "is_closed" | "closed")
                    || program.called_api(ExprRef { body: at, expr }).is_some_and(|row| row.verb == Verb::Send);
            }
        });
        watches
    }
}

impl Code {
    /// The part in which an expression stands, and whether it is given something of the client.
    fn part(&self, model: &Model<'_, '_>, at: ExprRef) -> Option<(ExprRef, bool)> {
        let body = model.program.body(at.body);
        let holds = |part: &ExprRef| part.body == at.body && body.span(part.expr).contains(body.span(at.expr));
        self.parts.iter().copied().find(|(part, _)| holds(part))
    }
}

fn entry_left(registry: &Registry, insert: &Change) -> Leftover {
    Leftover {
        kind: LeftoverKind::Registration,
        name: registry.name.clone(),
        acquired: insert.span,
        released: registry.removes.first().map(|one| one.span),
        exit: None,
        kept_in: Some(registry.span),
    }
}
