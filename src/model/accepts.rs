//! Loops that accept connections, and the errors of one connection that end them.
//!
//! A listener's errors pass (too many open files, a peer that hung up first), and so does whatever goes wrong with
//! one connection. A loop that leaves at such an error ends the server. Not judged: listeners that can close, loops
//! that somebody starts again, and loops that look for one connection.

use super::round::Answer;
use super::{Loop, Model};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{BindSource, Parent, Source, SourceOp, Tracker};
use crate::ir::{BinaryOp, BindingId, Body, ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::resolve::{Callee, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// An error that ends an accept loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptEnd {
    /// The accept.
    pub accept: Span,
    /// What leaves: the pattern, the `?`, the `else` block, the `unwrap`.
    pub leaves: Span,
    /// What it leaves at.
    pub kind: AcceptEndKind,
}

/// What ends an accept loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptEndKind {
    /// The pattern of the loop's condition does not take an error.
    Pattern,
    /// An error of the listener leaves the loop.
    Listener,
    /// It panics at an error of the listener.
    Panic,
    /// An error of one connection leaves the loop.
    Connection,
}

impl Model<'_, '_> {
    /// Whether all callers of a loop's function stand in closures that they give to functions which call them in a loop:
    /// `keep_up("printers", || count_pages(addr))`.
    fn is_run_in_loop(&self, at: ExprRef) -> bool {
        let program = self.program;
        let Some(function) = program.owner(at.body) else { return false };
        let callers = self.callers(function);
        let looped = |call: &ExprRef| {
            let body = program.body(call.body);
            let uses = program.uses(call.body);
            let mut around = uses.ancestors(call.expr);
            let Some(closure) = around.find(|&up| matches!(body.expr(up), ExprKind::Closure { .. })) else {
                return false;
            };
            let Some(given) = uses.parent_expr(closure) else { return false };
            let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(given) else {
                return false;
            };
            let Callee::Fn(runner) = program.callee(ExprRef { body: call.body, expr: given }) else { return false };
            let Some(index) = args.iter().position(|&arg| arg == closure) else { return false };
            let own = u32::from(program.defs.fns[*runner].item.receiver.is_some());
            program.defs.fns[*runner].body.is_some_and(|inner| {
                let code = program.body(inner);
                let mut looped = false;
                code.walk(code.root, &mut |_| true, &mut |expr| {
                    let ExprKind::Call { callee, .. } = code.expr(expr) else { return };
                    let is_param = matches!(code.expr(*callee), ExprKind::Local(binding)
                        if program.uses(inner).source(*binding) == BindSource::Param(index as u32 + own));
                    looped |= is_param && program.uses(inner).ancestors(expr).any(|up| code.expr(up).is_loop());
                });
                looped
            })
        };
        !callers.is_empty() && callers.iter().all(looped)
    }

    /// The error that ends a loop which accepts connections.
    pub fn accept_end(&self, found: &Loop) -> Option<AcceptEnd> {
        let accept = self.accept_of(found)?;
        if self.is_restarted(found.at) || self.is_run_in_loop(found.at) {
            return None;
        }
        // `while peers.len() < expected { listener.accept() }` gathers a number of them.
        let gathers = |cond: ExprId| {
            matches!(self.program.body(found.at.body).expr(cond), ExprKind::Binary { op: BinaryOp::Compare(_), .. })
        };
        if matches!(self.program.expr(found.at), ExprKind::While { cond, .. } if gathers(*cond)) {
            return None;
        }
        let code = AcceptCode { model: self, at: found.at, body: self.program.body(found.at.body), accept };
        let connections = code.connections(FxHashSet::default());
        if code.looks_for_one(&connections) {
            return None;
        }
        let end = code.end(&connections)?;
        let of_listener = matches!(end.kind, AcceptEndKind::Listener | AcceptEndKind::Panic);
        (!of_listener || !self.outlives_error(found)).then_some(end)
    }

    /// Whether a loop goes on when its listener gives an error, whatever stands behind that (`if r.is_err() { continue }`
    /// in front of `r.unwrap()`).
    fn outlives_error(&self, found: &Loop) -> bool {
        let Some(source) = self.accept_source(found) else { return false };
        let Some(calls) = self.calls_to(found.at, source.at.body) else { return false };
        self.course(found.at, source, &calls, Answer::Failed)
            .is_some_and(|course| course.again && !course.lost && course.leaves.is_none() && course.panics.is_none())
    }

    /// What a loop accepts connections of.
    fn accept_source<'l>(&self, found: &'l Loop) -> Option<&'l Source> {
        // An `accept` that is not in the catalog is taken for a listener by its name only.
        let is_known = |at: ExprRef| {
            !matches!(self.program.expr(at), ExprKind::MethodCall { .. })
                || matches!(self.program.callee(at), Callee::Api(_))
                || self.accepts_once(at, 0)
        };
        let accepts = |source: &Source| {
            is_known(source.at)
                && self.is_listener(source.at)
                && (source.op == SourceOp::Accept
                    || source.op == SourceOp::Receive && source.channel == ChannelKind::Accept)
        };
        found.sources.iter().find(|source| accepts(source))
    }

    /// The call in the loop's own code that accepts, itself or through a function that does nothing else.
    pub(super) fn accept_of(&self, found: &Loop) -> Option<ExprRef> {
        let source = self.accept_source(found)?;
        let at = found.at.body;
        if source.at.body == at {
            return Some(source.at);
        }
        let body = self.program.body(at);
        let mut call = None;
        body.walk(found.at.expr, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at, expr };
            if call.is_none()
                && matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && self.accepts_once(here, 0)
            {
                call = Some(here);
            }
        });
        call
    }

    /// Whether a call accepts one connection, and gives its error back: a function that tries again is not meant.
    fn accepts_once(&self, call: ExprRef, depth: u8) -> bool {
        let targets = self.program.targets(self.program.callee(call));
        // Of several listeners behind one trait, one is enough; one that tries again lets the errors of no other pass.
        targets.into_iter().any(|function| self.function_accepts_once(function, depth))
    }

    fn function_accepts_once(&self, function: FnId, depth: u8) -> bool {
        let Some(at) = self.program.defs.fns[function].body else { return false };
        let body = self.program.body(at);
        let (mut accepts, mut loops) = (false, false);
        body.walk(body.root, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at, expr };
            match body.expr(expr) {
                ExprKind::Loop { .. } | ExprKind::While { .. } => loops = true,
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    accepts |= match self.program.callee(here) {
                        Callee::Api(api) => self.program.apis.row(*api).verb == Verb::Accept && self.is_listener(here),
                        Callee::Fn(_) => depth < 2 && self.accepts_once(here, depth + 1),
                        _ => false,
                    };
                }
                _ => {}
            }
        });
        accepts && !loops
    }

    /// A listener whose errors pass; the streams of a connection end with it.
    fn is_listener(&self, accept: ExprRef) -> bool {
        match self.program.callee_of(accept) {
            Some(Callee::Api(api)) => {
                let row = self.program.apis.row(*api);
                row.verb != Verb::Accept || row.exit.is_none()
            }
            _ => true,
        }
    }

    /// Whether a loop stands in another one, or in a function that is called in a loop.
    fn is_restarted(&self, at: ExprRef) -> bool {
        // `for address in addresses` starts one for each.
        let in_loop = |at: ExprRef| {
            let body = self.program.body(at.body);
            let mut outer = self.program.uses(at.body).ancestors(at.expr);
            outer.any(|up| matches!(body.expr(up), ExprKind::Loop { .. } | ExprKind::While { .. }))
        };
        if in_loop(at) {
            return true;
        }
        let no_skip = |_| false;
        let holds = |_: &Ty| false;
        let tracker = Tracker::new(self.program, self.index, &holds, &no_skip);
        let mut todo: Vec<_> = self.program.owner(at.body).into_iter().collect();
        let mut seen = FxHashSet::default();
        while let Some(function) = todo.pop() {
            // Who calls a trait's method is not known.
            if !seen.insert(function) || seen.len() > 16 || self.program.trait_fn_of(function).is_some() {
                continue;
            }
            for call in tracker.callers(function) {
                if in_loop(call) {
                    return true;
                }
                todo.extend(self.program.owner(call.body));
            }
        }
        false
    }
}

/// One accept loop.
struct AcceptCode<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    at: ExprRef,
    body: &'m Body,
    accept: ExprRef,
}

impl AcceptCode<'_, '_, '_> {
    fn here(&self, expr: ExprId) -> ExprRef {
        ExprRef { body: self.at.body, expr }
    }

    /// Variables that are made of what was accepted.
    fn connections(&self, given: FxHashSet<BindingId>) -> FxHashSet<BindingId> {
        let uses = self.model.program.uses(self.at.body);
        let span = self.body.span(self.at.expr);
        let mut all = given;
        loop {
            let before = all.len();
            for number in 0..self.body.bindings.len() as u32 {
                let binding = BindingId(number);
                let local = self.body.binding(binding);
                if local.lo < span.lo || local.hi > span.hi {
                    continue;
                }
                let value = match uses.source(binding) {
                    BindSource::Value(value, _) | BindSource::Branch(value, _) | BindSource::Item(value, _) => value,
                    _ => continue,
                };
                if self.mentions(value, &all) {
                    all.insert(binding);
                }
            }
            if all.len() == before {
                return all;
            }
        }
    }

    /// Whether an expression is made of the accept or of what came of it.
    fn mentions(&self, expr: ExprId, connections: &FxHashSet<BindingId>) -> bool {
        let mut found = false;
        self.body.walk(expr, &mut |_| false, &mut |expr| {
            found |= self.here(expr) == self.accept
                || matches!(self.body.expr(expr), ExprKind::Local(binding) if connections.contains(binding));
        });
        found
    }

    /// A loop that gives a connection back, or that always leaves in its first round.
    fn looks_for_one(&self, connections: &FxHashSet<BindingId>) -> bool {
        let mut found = false;
        self.in_loop(&mut |expr| {
            let value = match self.body.expr(expr) {
                ExprKind::Break { value, .. } | ExprKind::Return(value) => *value,
                _ => return,
            };
            found |= value.is_some_and(|value| self.mentions(value, connections))
                || self.model.arm_of(self.at.body, expr, self.at.expr).is_none();
        });
        found
    }

    /// All that runs in the loop itself.
    fn in_loop(&self, visit: &mut dyn FnMut(ExprId)) {
        self.body.walk(self.at.expr, &mut |_| false, visit);
    }

    fn end(&self, connections: &FxHashSet<BindingId>) -> Option<AcceptEnd> {
        let accept = self.model.callee_span(self.accept);
        if let ExprKind::While { cond, .. } = self.body.expr(self.at.expr)
            && let ExprKind::Let { pat, value } = self.body.expr(*cond)
            && self.gives_result(*value)
            && self.is_ok(*pat)
        {
            return Some(AcceptEnd { accept, leaves: self.body.pat_span(*pat), kind: AcceptEndKind::Pattern });
        }
        // `while let Some((stream, _)) = listener.accept().await.ok()`
        if let ExprKind::While { cond, .. } = self.body.expr(self.at.expr)
            && let ExprKind::Let { pat, value } = self.body.expr(*cond)
            && self.is_some_of_ok(*pat, *value)
        {
            return Some(AcceptEnd { accept, leaves: self.body.pat_span(*pat), kind: AcceptEndKind::Pattern });
        }
        // `while let Some(Ok(stream)) = incoming.next().await`
        if let ExprKind::While { cond, .. } = self.body.expr(self.at.expr)
            && let ExprKind::Let { pat, value } = self.body.expr(*cond)
            && self.is_accept(*value)
            && let PatKind::TupleStruct(_, inner) = self.body.pat(*pat)
            && inner.first().is_some_and(|&inner| self.is_ok(inner))
        {
            return Some(AcceptEnd { accept, leaves: self.body.pat_span(*pat), kind: AcceptEndKind::Pattern });
        }
        let mut found: Option<AcceptEnd> = None;
        self.in_loop(&mut |expr| {
            if found.is_none()
                && let Some((leaves, kind)) = self.leaves(expr, connections)
            {
                found = Some(AcceptEnd { accept, leaves, kind });
            }
        });
        found
    }

    fn leaves(&self, expr: ExprId, connections: &FxHashSet<BindingId>) -> Option<(Span, AcceptEndKind)> {
        match self.body.expr(expr) {
            ExprKind::Try(inner) if self.is_result_of_accept(*inner) => {
                Some((self.mark(expr), AcceptEndKind::Listener))
            }
            ExprKind::Try(inner) if self.acts_on(*inner, connections, 0) => {
                Some((self.body.span(expr), AcceptEndKind::Connection))
            }
            ExprKind::MethodCall { receiver, name, .. }
                if matches!(name.as_str(), "unwrap" | "expect") && self.is_result_of_accept(*receiver) =>
            {
                Some((self.model.callee_span(self.here(expr)), AcceptEndKind::Panic))
            }
            ExprKind::Block { stmts, .. } => stmts.iter().find_map(|stmt| {
                let Stmt::Let { pat, init: Some(init), otherwise: Some(otherwise), .. } = stmt else { return None };
                let taken = self.is_ok(*pat) && self.is_result_of_accept(*init) || self.is_some_of_ok(*pat, *init);
                let silent = taken && self.only_leaves(*otherwise);
                silent.then(|| (self.body.span(*otherwise), AcceptEndKind::Listener))
            }),
            _ => None,
        }
    }

    /// The accept's result itself, through awaits and what changes the error only.
    fn is_result_of_accept(&self, expr: ExprId) -> bool {
        match self.body.expr(expr) {
            ExprKind::Local(binding) => {
                let uses = self.model.program.uses(self.at.body);
                match uses.source(*binding) {
                    BindSource::Value(value, pat) | BindSource::Branch(value, pat) => {
                        self.is_accept(value) && self.binds_result(pat)
                    }
                    // `for stream in listener.incoming()`, `for (n, stream) in listener.incoming().enumerate()`
                    BindSource::Item(value, pat) => match (self.body.expr(value), self.body.pat(pat)) {
                        (ExprKind::MethodCall { receiver, name, .. }, PatKind::Tuple(parts))
                            if *name == "enumerate" =>
                        {
                            self.is_accept(*receiver)
                                && matches!(parts[..], [_, part] if matches!(self.body.pat(part), PatKind::Bind(of, None) if of == binding))
                        }
                        _ => self.is_accept(value) && self.binds_result(pat),
                    },
                    _ => false,
                }
            }
            _ => self.gives_result(expr),
        }
    }

    /// A pattern that leaves the result as it is: `x`, `Some(x)`.
    fn binds_result(&self, pat: PatId) -> bool {
        match self.body.pat(pat) {
            PatKind::Bind(binding, None) => {
                let ty = self.model.program.types(self.at.body).binding(*binding);
                self.model.program.role(ty) == Some(Role::Result)
            }
            PatKind::TupleStruct(path, inner) if path.last() == "Some" && inner.len() == 1 => {
                self.binds_result(inner[0])
            }
            _ => false,
        }
    }

    fn is_accept(&self, expr: ExprId) -> bool {
        if self.here(expr) == self.accept {
            return true;
        }
        match self.body.expr(expr) {
            ExprKind::Await(inner) => self.is_accept(*inner),
            // `select! { accepted = listener.accept() => accepted, … }`
            ExprKind::Select { branches, .. } => branches.iter().any(|branch| {
                let gives =
                    |of: BindingId| matches!(self.body.expr(branch.body), ExprKind::Local(given) if *given == of);
                matches!(self.body.pat(branch.pat), PatKind::Bind(of, None) if gives(*of))
                    && self.is_accept(branch.future)
            }),
            ExprKind::MethodCall { receiver, name, .. }
                if matches!(
                    name.as_str(),
                    "map_err" | "context" | "with_context" | "fuse" | "boxed" | "wrap_err" | "wrap_err_with"
                ) =>
            {
                self.is_accept(*receiver)
            }
            _ => false,
        }
    }

    /// An accept whose value is a `Result`: `None` of a closed endpoint is no error.
    fn gives_result(&self, expr: ExprId) -> bool {
        let ty = self.model.program.types(self.at.body).expr(expr);
        self.is_accept(expr) && self.model.program.role(ty) == Some(Role::Result)
    }

    fn is_ok(&self, pat: PatId) -> bool {
        matches!(self.body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Ok")
    }

    /// `Some((stream, _))` of `listener.accept().await.ok()`
    fn is_some_of_ok(&self, pat: PatId, value: ExprId) -> bool {
        matches!(self.body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Some")
            && matches!(self.body.expr(value), ExprKind::MethodCall { receiver, name, .. }
                if *name == "ok" && self.is_result_of_accept(*receiver))
    }

    /// An `else` block that does nothing but leave: nobody looked at the error.
    fn only_leaves(&self, block: ExprId) -> bool {
        let leaves = |expr: ExprId| matches!(self.body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
        match self.body.expr(block) {
            ExprKind::Block { stmts, tail, .. } => match (&stmts[..], tail) {
                ([], Some(tail)) => leaves(*tail),
                ([Stmt::Expr(only)], None) => leaves(*only),
                _ => false,
            },
            _ => false,
        }
    }

    /// Something done with one connection, whose error says nothing of the next: a method of it, or work that it is
    /// given to and that is awaited. Not putting it into a queue, whose error is for all.
    fn acts_on(&self, expr: ExprId, connections: &FxHashSet<BindingId>, depth: u8) -> bool {
        let is_connection =
            |expr: &ExprId| matches!(self.body.expr(*expr), ExprKind::Local(binding) if connections.contains(binding));
        let (call, awaited) = match self.body.expr(expr) {
            ExprKind::Await(inner) => (*inner, true),
            ExprKind::MethodCall { receiver, name, .. }
                if matches!(name.as_str(), "map_err" | "context" | "with_context") =>
            {
                return self.acts_on(*receiver, connections, depth);
            }
            _ => (expr, false),
        };
        if awaited && is_connection(&call) {
            return true;
        }
        if let Some(source) = self.model.ends.source(self.here(call))
            && source.op == SourceOp::Send
        {
            return false;
        }
        match self.body.expr(call) {
            ExprKind::MethodCall { receiver, .. } if is_connection(receiver) => {
                let ty = self.model.program.types(self.at.body).expr(*receiver);
                awaited || self.model.program.role(ty) == Some(Role::Connection)
            }
            ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. } => {
                awaited
                    && (args.iter().any(is_connection)
                        && self.model.program.called_api(self.here(call)).is_some_and(|row| row.verb == Verb::Pass)
                        || self.fails_with(call, connections, depth))
            }
            _ => false,
        }
    }

    /// Whether an `async fn` of the workspace that is given a connection fails when something with that goes wrong:
    /// `let name = hello(&mut socket).await?;`
    fn fails_with(&self, call: ExprId, connections: &FxHashSet<BindingId>, depth: u8) -> bool {
        let program = self.model.program;
        let (Callee::Fn(function), Some(args)) = (
            program.callee(self.here(call)),
            match self.body.expr(call) {
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => Some(args),
                _ => None,
            },
        ) else {
            return false;
        };
        let item = &program.defs.fns[*function];
        let Some(inner) = item.body.filter(|_| item.item.is_async && depth < 2) else { return false };
        let body = program.body(inner);
        let method = matches!(self.body.expr(call), ExprKind::MethodCall { .. });
        let shift = usize::from(method && item.item.receiver.is_some());
        let given = args.iter().enumerate().filter_map(|(index, &arg)| {
            let of = match self.body.expr(arg) {
                ExprKind::Ref(of) => *of,
                _ => arg,
            };
            let connection = matches!(self.body.expr(of), ExprKind::Local(binding) if connections.contains(binding));
            match body.pat(*body.params.get(index + shift).filter(|_| connection)?) {
                PatKind::Bind(binding, None) => Some(*binding),
                _ => None,
            }
        });
        let is_stream = |binding: &BindingId| {
            program.role(&program.peel(program.types(inner).binding(*binding))) == Some(Role::Connection)
        };
        let given: FxHashSet<BindingId> = given.filter(is_stream).collect();
        if given.is_empty() {
            return false;
        }
        let code = AcceptCode { model: self.model, at: ExprRef { body: inner, expr: body.root }, body, ..*self };
        let own = code.connections(given);
        let fails = |expr: ExprId| code.acts_on(expr, &own, depth + 1);
        // What it gives back at its end, and what it leaves with before.
        fails(body.value_of(body.root))
            || body.any(body.root, |expr| matches!(body.expr(expr), ExprKind::Try(inner) if fails(*inner)))
    }

    /// The `?` alone.
    fn mark(&self, expr: ExprId) -> Span {
        let span = self.body.span(expr);
        match self.model.program.uses(self.at.body).parent(expr) {
            Parent::Root => span,
            _ => Span::new(span.file, span.hi.saturating_sub(1).max(span.lo), span.hi),
        }
    }
}
