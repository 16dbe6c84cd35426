//! Loops that are not long though they wait: they take what is there, or try until they have an answer.
//!
//! And the other way round: futures with a `poll` of their own, which go round without a loop.

use super::ends::{EndKind, Ends, EndsCx, Exit, SourceOp};
use crate::apis::{ChannelKind, ExitKind, Role, TyText, Verb, Work};
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::{Name, Span};

impl EndsCx<'_, '_> {
    /// If a condition takes the next of a set, queue or iterator until there is none: how its members end.
    pub(super) fn drained(&self, cond: ExprRef) -> Option<Ends> {
        let body = self.program.body(cond.body);
        let mut found: Option<Ends> = None;
        body.walk(cond.expr, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            let ty = self.program.types(cond.body).expr(*receiver);
            let takes = self.program.derefs(ty).iter().any(|ty| match self.program.role(ty) {
                Some(Role::TaskSet) => true,
                // A queue or a set of futures of one's own; an iterator.
                Some(Role::Collection | Role::Iterator) => takes_next(*name),
                _ => false,
            });
            if takes && found.is_none() {
                found = Some(match body.expr(*receiver) {
                    ExprKind::Local(binding) => self.members(cond.body, *binding),
                    _ => Ends::finite(),
                });
            }
        });
        found
    }

    /// Whether a loop goes through a set, queue or iterator, and ends with it.
    pub fn is_drain(&self, at: ExprRef) -> bool {
        match self.program.expr(at) {
            ExprKind::While { cond, .. } => self.drained(ExprRef { body: at.body, expr: *cond }).is_some(),
            ExprKind::For { .. } => true,
            _ => false,
        }
    }

    /// How those end that a function puts into a set of its own.
    fn members(&self, at: BodyRef, set: BindingId) -> Ends {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut total = Ends::finite();
        for &expr in uses.of(set) {
            let Some(call) = uses.parent_expr(expr) else { continue };
            let ExprKind::MethodCall { receiver, args, .. } = body.expr(call) else { continue };
            let Callee::Api(api) = self.program.callee(ExprRef { body: at, expr: call }) else { continue };
            if *receiver != expr {
                continue;
            }
            let row = self.program.apis.row(*api);
            let member = match row.work {
                Some(Work::Arg(position)) if row.verb == Verb::Spawn => args.get(usize::from(position)),
                _ => row.into_self.first().and_then(|&position| args.get(usize::from(position))),
            };
            if let Some(&member) = member {
                let ends = self.of_value(ExprRef { body: at, expr: member });
                if ends.kind > EndKind::Unknown {
                    total = total.then(ends);
                }
            }
        }
        total
    }

    /// Whether a loop only tries until it has an answer: what it gives, or what its function gives, is used, and
    /// it takes no messages or connections.
    pub(super) fn tries_for_answer(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let own = matches!(body.expr(at.expr), ExprKind::Loop { .. }) && is_value(self.program.ty(at));
        if !own && !self.code_gives_value(at) {
            return false;
        }
        let listens = self.sources_of_loop(at).iter().any(|source| match source.op {
            SourceOp::Receive => !matches!(source.channel, ChannelKind::Oneshot | ChannelKind::Notify),
            SourceOp::Accept | SourceOp::Tick => true,
            SourceOp::Wait(_) | SourceOp::Send | SourceOp::Sleep => false,
        });
        !listens && self.source_through_calls(at).is_none() && !self.only_sleeps(at) && !self.asks_for_owner(at)
    }

    /// Whether a loop looks in each round whether something is still there: it may well go on for as long as that is.
    fn asks_for_owner(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        body.any(at.expr, |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return false };
            *name == "upgrade"
                && program.derefs(program.types(at.body).expr(*receiver)).iter().any(
                    |ty| matches!(ty.api_path(), Some(path) if matches!(path.as_str(), "std::sync::Weak" | "std::rc::Weak")),
                )
        })
    }

    /// Whether a loop awaits nothing but time: it looks again and again whether something has happened.
    fn only_sleeps(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let mut sleeps = false;
        let mut others = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::Await(inner) => match self.source(ExprRef { body: at.body, expr: *inner }) {
                Some(source) if source.op == SourceOp::Sleep => sleeps = true,
                _ => others = true,
            },
            ExprKind::Select { .. } | ExprKind::Join { .. } => others = true,
            _ => {}
        });
        sleeps && !others
    }

    /// Whether work is, or awaits, what a function value gives: code of whoever gave the function.
    pub fn is_callback(&self, work: ExprRef) -> bool {
        if self.gives_callback(work, 0) {
            return true;
        }
        let root = match self.program.expr(work) {
            ExprKind::Async { body, .. } | ExprKind::Closure { body, .. } => *body,
            _ => return false,
        };
        let body = self.program.body(work.body);
        let mut awaits = false;
        body.walk(root, &mut |_| false, &mut |expr| {
            if let ExprKind::Await(inner) = body.expr(expr) {
                awaits |= self.gives_callback(ExprRef { body: work.body, expr: *inner }, 0);
            }
        });
        awaits
    }

    fn gives_callback(&self, at: ExprRef, depth: u8) -> bool {
        let program = self.program;
        if depth > 8 {
            return false;
        }
        let next = |expr: ExprId| self.gives_callback(ExprRef { body: at.body, expr }, depth + 1);
        match program.expr(at) {
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                super::BindSource::Value(value, _) => next(value),
                _ => false,
            },
            ExprKind::Call { args, .. } => match program.callee(at) {
                Callee::Value => true,
                Callee::Api(api) if matches!(program.apis.row(*api).verb, Verb::Wrap | Verb::Group) => {
                    args.iter().any(|&arg| next(arg))
                }
                _ => false,
            },
            ExprKind::MethodCall { receiver, args, .. } => match program.callee(at) {
                Callee::Api(api) if matches!(program.apis.row(*api).verb, Verb::Wrap) => {
                    let called = |&arg: &ExprId| match program.body(at.body).expr(arg) {
                        ExprKind::Closure { body, .. } => next(*body),
                        _ => false,
                    };
                    next(*receiver) || args.iter().any(called)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a loop does work, and does not only look, until somebody else sets a flag.
    pub(super) fn runs_until_flag(&self, cond: ExprRef, inner: ExprId) -> bool {
        self.asks_flag(cond) && self.does_work(ExprRef { body: cond.body, expr: inner })
    }

    /// Whether an endless loop is left where an `if` reads a flag, so that it goes round until somebody else sets that.
    /// It may be left for a failure, too, if it does work, but not because there is nothing more to do.
    pub(super) fn is_left_by_flag(&self, inner: ExprRef, exits: &[Exit]) -> bool {
        let body = self.program.body(inner.body);
        let mut guarded = Vec::new();
        let mut done = Vec::new();
        body.walk(inner.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::If { cond, then, otherwise } => {
                if self.asks_flag(ExprRef { body: inner.body, expr: *cond }) {
                    guarded.extend(std::iter::once(*then).chain(*otherwise).map(|branch| body.span(branch)));
                } else if let (ExprKind::Let { pat, .. }, Some(otherwise)) = (body.expr(*cond), otherwise) {
                    done.extend(is_some(body, *pat).then(|| body.span(*otherwise)));
                } else if asks_whether_empty(body, *cond) {
                    done.push(body.span(*then));
                }
            }
            ExprKind::Match { arms, .. } => {
                done.extend(arms.iter().filter(|arm| is_none(body, arm.pat)).map(|arm| body.span(arm.body)));
            }
            ExprKind::Block { stmts, .. } => done.extend(stmts.iter().filter_map(|stmt| match stmt {
                Stmt::Let { pat, otherwise: Some(otherwise), .. } if is_some(body, *pat) => Some(body.span(*otherwise)),
                _ => None,
            })),
            _ => {}
        });
        let within =
            |spans: &[Span], exit: &Exit| spans.iter().any(|span| span.lo <= exit.span.lo && exit.span.hi <= span.hi);
        let by_flag = |exit: &Exit| exit.kind == ExitKind::Condition && within(&guarded, exit);
        !exits.is_empty() && exits.iter().all(by_flag)
            || exits.iter().any(by_flag) && !exits.iter().any(|exit| within(&done, exit)) && self.does_work(inner)
    }

    /// Whether every way out of a loop is an arm that says that a channel is closed, and not only empty.
    pub(super) fn is_left_by_disconnect(&self, inner: ExprRef, exits: &[Exit]) -> bool {
        let body = self.program.body(inner.body);
        let mut arms = Vec::new();
        body.walk(inner.expr, &mut |_| false, &mut |expr| {
            if let ExprKind::Match { arms: all, .. } = body.expr(expr) {
                arms.extend(all.iter().filter(|arm| says_disconnected(body, arm.pat)).map(|arm| body.span(arm.body)));
            }
        });
        let closes = |exit: &Exit| {
            exit.kind == ExitKind::ChannelClosed
                && arms.iter().any(|span| span.lo <= exit.span.lo && exit.span.hi <= span.hi)
        };
        !exits.is_empty() && exits.iter().all(closes)
    }

    /// Whether code calls something that may take its time: a function of the workspace or of another crate.
    fn does_work(&self, at: ExprRef) -> bool {
        let mut works = false;
        self.program.body(at.body).walk(at.expr, &mut |_| false, &mut |expr| {
            works |= match self.program.callee_of(ExprRef { body: at.body, expr }) {
                Some(Callee::Foreign(path)) => !path.as_str().starts_with("std::"),
                Some(Callee::Fn(_) | Callee::Trait(_)) => true,
                _ => false,
            };
        });
        works
    }

    /// Whether an expression reads a flag that others may set.
    fn asks_flag(&self, cond: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(cond.body);
        let mut asks = false;
        body.walk(cond.expr, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            let flag = || program.derefs(program.types(cond.body).expr(*receiver)).into_iter();
            asks |= *name == "load"
                && flag().any(|ty| ty.api_path().is_some_and(|path| path == "std::sync::atomic::AtomicBool"));
        });
        asks
    }

    /// Whether the function, closure or async block around an expression gives something but `()`.
    fn code_gives_value(&self, at: ExprRef) -> bool {
        let program = self.program;
        match program.frame(at) {
            Some(holder) => match program.ty(ExprRef { body: at.body, expr: holder }) {
                Ty::Future(future) => is_value(&future.output),
                Ty::Closure(closure) => is_value(&program.closure_result(*closure)),
                _ => false,
            },
            None => program.owner(at.body).is_some_and(|function| is_value(&program.sig(function).output)),
        }
    }

    /// Whether the last thing that the text of a task does, and gives, is to send a message.
    pub fn gives_sent(&self, work: &Ty) -> bool {
        let Some(root) = self.text_of(work, 0) else { return false };
        let mut todo = vec![root.expr];
        let mut sends = false;
        while let Some(expr) = todo.pop() {
            let at = ExprRef { body: root.body, expr };
            match self.program.expr(at) {
                ExprKind::Block { tail: Some(tail), .. } => todo.push(*tail),
                ExprKind::Await(inner) => todo.push(*inner),
                ExprKind::Match { arms, .. } => todo.extend(arms.iter().map(|arm| arm.body)),
                ExprKind::If { then, otherwise: Some(otherwise), .. } => todo.extend([*then, *otherwise]),
                _ => match self.program.callee_of(at) {
                    Some(Callee::Api(api)) if self.program.apis.row(*api).verb == Verb::Send => sends = true,
                    _ => return false,
                },
            }
        }
        sends
    }

    /// Where the text of a task waits for a signal of the whole program (ctrl-c): it is there to act on that.
    pub fn waits_for_signal(&self, work: &Ty) -> Option<Span> {
        self.signal_in(self.text_of(work, 0)?, 0)
    }

    fn signal_in(&self, root: ExprRef, depth: u8) -> Option<Span> {
        let body = self.program.body(root.body);
        let mut found = None;
        body.walk(root.expr, &mut |_| false, &mut |expr| {
            let future = match body.expr(expr) {
                ExprKind::Await(inner) => *inner,
                _ => return,
            };
            let source = self.source(ExprRef { body: root.body, expr: future });
            let at = ExprRef { body: root.body, expr: future };
            if found.is_some() {
                return;
            }
            if source.is_some_and(|source| source.op == SourceOp::Wait(ExitKind::ShutdownSignal)) {
                found = Some(body.span(future));
            } else if depth < 2
                && let Some(Callee::Fn(function)) = self.program.callee_of(at)
                && let Some(inner) = self.program.defs.fns[*function].body
            {
                let root = ExprRef { body: inner, expr: self.program.body(inner).root };
                found = self.signal_in(root, depth + 1).map(|_| body.span(future));
            }
        });
        found
    }

    /// The end of a type's own `poll`: it is one long loop if it takes messages or connections, or goes on with
    /// what its other methods do, and has nothing to give but its end.
    pub(super) fn of_poll(&self, adt: AdtId) -> Ends {
        let Some(poll) = self.program.poll_of(adt) else { return Ends::unknown() };
        let Some(body) = self.program.defs.fns[poll].body else { return Ends::unknown() };
        let root = ExprRef { body, expr: self.program.body(body).root };
        let gives = match &self.program.sig(poll).output {
            Ty::Api(path, args) if path == "std::task::Poll" => args.first().cloned().unwrap_or_default(),
            _ => Ty::Unknown,
        };
        if is_value(&gives) || gives.is_unknown() {
            return Ends::unknown();
        }
        if never_ready(self.program.body(body)) {
            let span = self.program.defs.fns[poll].name_span;
            return Ends { kind: EndKind::Infinite, exits: Vec::new(), loop_span: Some(span) };
        }
        let own = self.of_fn(poll);
        let mut exits = own.exits.clone();
        let mut keyword = own.loop_span;
        self.polled_in(root, 0, &mut |span, kind| {
            keyword = keyword.or(Some(span));
            exits.push(Exit { kind, span, on: None });
        });
        if exits.is_empty() {
            return Ends::unknown();
        }
        exits.sort_by_key(|exit| (exit.span, exit.kind));
        exits.dedup();
        Ends { kind: EndKind::Loops, exits, loop_span: keyword }
    }

    /// What a `poll` asks for messages and connections, itself or in methods that it calls.
    fn polled_in(&self, at: ExprRef, depth: u8, found: &mut dyn FnMut(Span, ExitKind)) {
        if depth > 3 {
            return;
        }
        let body = self.program.body(at.body);
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            match self.program.callee_of(here) {
                Some(Callee::Api(api)) => {
                    let row = self.program.apis.row(*api);
                    match row.verb {
                        Verb::Receive => found(body.span(expr), ExitKind::ChannelClosed),
                        Verb::Accept => found(body.span(expr), ExitKind::Error),
                        _ => {}
                    }
                }
                Some(callee @ Callee::Fn(_)) => {
                    for function in self.program.targets(callee) {
                        // A stream of the workspace, whatever it is made of.
                        if self.program.is_of_trait(function, "futures::stream::Stream") {
                            found(body.span(expr), ExitKind::ChannelClosed);
                            continue;
                        }
                        if self.takes_context(function)
                            && let Some(body) = self.program.defs.fns[function].body
                        {
                            let root = ExprRef { body, expr: self.program.body(body).root };
                            self.polled_in(root, depth + 1, found);
                        }
                    }
                }
                _ => {}
            }
        });
    }

    /// Whether a function is given the context of a `poll`.
    fn takes_context(&self, function: FnId) -> bool {
        let context = |ty: &Ty| ty.api_path().is_some_and(|path| path == "std::task::Context");
        self.program.sig(function).params.iter().any(context)
    }

    /// What a function of the workspace runs for its caller: the ends of futures and closures that it is given and
    /// does not start as tasks of their own.
    pub(super) fn given_work(&self, function: FnId, call: ExprRef) -> Option<Ends> {
        let program = self.program;
        let args = match program.expr(call) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
            _ => return None,
        };
        let def = &program.defs.fns[function];
        let as_path = matches!(program.expr(call), ExprKind::Call { .. });
        let shift = usize::from(as_path && def.item.receiver.is_some());
        let mut total: Option<Ends> = None;
        for (position, &arg) in args.iter().enumerate().skip(shift) {
            let declared = program.sig(function).params.get(position - shift)?;
            if !self.is_future_param(declared) || self.starts_param(function, position - shift) {
                continue;
            }
            let ends = self.of_value(ExprRef { body: call.body, expr: arg });
            total = Some(match total {
                Some(seen) => seen.then(ends),
                None => ends,
            });
        }
        total
    }

    /// The end of what a thread runs to its end: `block_on(work)`, `block_on(receiver)`, `block_on(local_set)`.
    pub(super) fn of_run(&self, work: Option<Work>, call: ExprRef) -> Ends {
        let Some(at) = self.work_of(work, call) else { return Ends::unknown() };
        let ends = self.of_value(at);
        if ends.kind != EndKind::Unknown {
            return ends;
        }
        if self.program.role(&self.program.peel(self.program.ty(at))) == Some(Role::TaskSet)
            && let ExprKind::Local(set) = self.program.expr(at)
        {
            return self.members(at.body, *set);
        }
        match self.source(at).map(|source| (source.op, source.at)) {
            // The thread drives other tasks for as long as it waits.
            Some((SourceOp::Receive, on)) => {
                let span = self.program.body(at.body).span(at.expr);
                let exit = Exit { kind: ExitKind::ChannelClosed, span, on: Some(on) };
                Ends { kind: EndKind::Loops, exits: vec![exit], loop_span: Some(span) }
            }
            _ => ends,
        }
    }

    /// Whether a parameter may be something to run: a future, closure or boxed one.
    pub(super) fn is_given_work(&self, ty: &Ty) -> bool {
        self.is_future_param(ty)
            || self.program.derefs(ty).iter().any(|ty| {
                let callable = |of: crate::resolve::BoundTrait| {
                    matches!(of, crate::resolve::BoundTrait::Api(path) if path.as_str().starts_with("std::ops::"))
                };
                match ty {
                    Ty::Callable(_) => true,
                    Ty::Param(_, bounds) => {
                        bounds.is_empty() || bounds.iter().any(|bound| callable(bound.of))
                    }
                    _ => false,
                }
            })
    }

    pub(super) fn is_future_param(&self, ty: &Ty) -> bool {
        self.program.derefs(ty).iter().any(|ty| match ty {
            Ty::Future(_) => true,
            Ty::Param(_, bounds) => bounds.iter().any(|bound| self.program.is_future_trait(bound.of)),
            _ => false,
        })
    }

    /// Whether a function spawns this parameter.
    fn starts_param(&self, function: FnId, position: usize) -> bool {
        let program = self.program;
        let def = &program.defs.fns[function];
        let Some(at) = def.body else { return true };
        let body = program.body(at);
        let position = position + usize::from(def.item.receiver.is_some());
        let Some(&pat) = body.params.get(position) else { return true };
        let uses = program.uses(at);
        let mut starts = false;
        body.bindings_of(pat, &mut |binding, _| {
            for &expr in uses.of(binding) {
                starts |= uses.ancestors(expr).any(|up| {
                    program.called_api(ExprRef { body: at, expr: up }).is_some_and(|row| row.verb == Verb::Spawn)
                });
            }
        });
        starts
    }

    /// What a function of the workspace runs to its end for its caller: `fn block_on_it(work: impl Future) { rt.block_on(work) }`.
    pub(super) fn run_of_given(&self, function: FnId, call: ExprRef) -> Option<Ends> {
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = self.program.expr(call) else {
            return None;
        };
        let as_path = matches!(self.program.expr(call), ExprKind::Call { .. });
        let shift = usize::from(as_path && self.program.defs.fns[function].item.receiver.is_some());
        let run = args.iter().skip(shift).enumerate().filter(|(position, _)| self.runs_param(function, *position, 0));
        let ends = run.map(|(_, &arg)| self.of_value(ExprRef { body: call.body, expr: arg }));
        ends.reduce(|seen, ends| seen.then(ends))
    }

    /// Whether a function that is not async runs this parameter, a future, to its end.
    fn runs_param(&self, function: FnId, position: usize, depth: u8) -> bool {
        let program = self.program;
        let def = &program.defs.fns[function];
        let declared = program.sig(function).params.get(position);
        if depth > 3 || !declared.is_some_and(|ty| self.is_future_param(ty)) {
            return false;
        }
        let Some(at) = def.body else { return false };
        let body = program.body(at);
        let Some(&pat) = body.params.get(position + usize::from(def.item.receiver.is_some())) else { return false };
        let uses = program.uses(at);
        let mut runs = false;
        body.bindings_of(pat, &mut |binding, _| {
            for &used in uses.of(binding) {
                let mut below = used;
                for up in uses.ancestors(used) {
                    let here = ExprRef { body: at, expr: up };
                    runs |= match program.callee_of(here) {
                        Some(Callee::Api(api)) => program.apis.row(*api).verb == Verb::Run,
                        Some(Callee::Fn(next)) => {
                            let as_path = matches!(body.expr(up), ExprKind::Call { .. });
                            let shift = usize::from(as_path && program.defs.fns[*next].item.receiver.is_some());
                            let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(up)
                            else {
                                continue;
                            };
                            let position = args.iter().position(|&arg| arg == below);
                            position.and_then(|position| position.checked_sub(shift)).is_some_and(|position| {
                                *next != function && self.runs_param(*next, position, depth + 1)
                            })
                        }
                        _ => false,
                    };
                    below = up;
                }
            }
        });
        runs
    }

    /// The end of the code that `poll_fn` is given.
    pub(super) fn of_polled(&self, call: ExprRef, closure: ExprId) -> Ends {
        let ty = self.program.ty(ExprRef { body: call.body, expr: closure });
        let Ty::Closure(closure) = ty else { return Ends::finite() };
        let ExprKind::Closure { body: root, .. } = self.program.expr(*closure) else { return Ends::finite() };
        let body = self.program.body(closure.body);
        let mut total = Ends::finite();
        body.walk(*root, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: closure.body, expr };
            if let Some(Callee::Api(api)) = self.program.callee_of(here) {
                let row = self.program.apis.row(*api);
                if row.long {
                    let span = body.span(expr);
                    let kind = row.exit.unwrap_or(ExitKind::PeerClosed);
                    total = std::mem::replace(&mut total, Ends::finite()).then(Ends {
                        kind: EndKind::Loops,
                        exits: vec![Exit { kind, span, on: Some(here) }],
                        loop_span: Some(span),
                    });
                }
            }
        });
        total
    }
}

/// Whether all that a `poll` ever gives is `Poll::Pending`.
fn never_ready(body: &Body) -> bool {
    fn is_pending(body: &Body, expr: ExprId) -> bool {
        match body.expr(expr) {
            ExprKind::Path(path) => path.last() == "Pending",
            ExprKind::Block { tail: Some(tail), .. } => is_pending(body, *tail),
            ExprKind::Return(value) => value.is_some_and(|value| is_pending(body, value)),
            ExprKind::If { then, otherwise: Some(otherwise), .. } => {
                is_pending(body, *then) && is_pending(body, *otherwise)
            }
            ExprKind::Match { arms, .. } => arms.iter().all(|arm| is_pending(body, arm.body)),
            _ => false,
        }
    }
    let leaves = body.any(body.root, |expr| match body.expr(expr) {
        ExprKind::Return(value) => value.is_none_or(|value| !is_pending(body, value)),
        // What an unread macro gives is not known.
        ExprKind::Try(_) | ExprKind::Opaque => true,
        ExprKind::Macro { kind, .. } => *kind == MacroKind::Unknown,
        _ => false,
    });
    !leaves && is_pending(body, body.root)
}

/// Methods that take one out of a collection or iterator, and give nothing when it is empty.
fn takes_next(name: Name) -> bool {
    matches!(
        name.as_str(),
        "next" | "try_next" | "next_back" | "pop" | "pop_front" | "pop_back" | "pop_first" | "pop_last"
    )
}

/// `Err(TryRecvError::Disconnected)`
fn says_disconnected(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Path(path) => matches!(path.last().as_str(), "Disconnected" | "Closed"),
        PatKind::TupleStruct(path, parts) => {
            path.last() == "Err" && parts.iter().any(|&part| says_disconnected(body, part))
        }
        _ => false,
    }
}

/// `Some(x)`
fn is_some(body: &Body, pat: PatId) -> bool {
    matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Some")
}

/// `None`
fn is_none(body: &Body, pat: PatId) -> bool {
    matches!(body.pat(pat), PatKind::Path(path) if path.last() == "None")
}

/// `todo.is_empty()`, `next.is_none()`
fn asks_whether_empty(body: &Body, cond: ExprId) -> bool {
    matches!(body.expr(cond), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "is_empty" | "is_none"))
}

/// Whether a result is something but `()`, `!` or `Result<(), _>`.
pub(super) fn is_value(ty: &Ty) -> bool {
    match ty {
        Ty::Unknown | Ty::Never => false,
        Ty::Api(path, args) if path == "std::result::Result" || path == "std::option::Option" => {
            args.first().is_some_and(is_value)
        }
        ty => !ty.is_unit(),
    }
}

/// Whether a row's result is made of what its closure gives (`poll_fn`).
pub(super) fn gives_polled(returns: Option<&TyText>) -> bool {
    returns.is_some_and(|text| text.mentions(&|text| matches!(text, TyText::Ret(0))))
}
