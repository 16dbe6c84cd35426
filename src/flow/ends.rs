//! Whether code ends, and through which exits.
//!
//! Structural: loops with what leaves them, calls followed into the workspace, `select!` branches, futures that
//! are awaited. What cannot be seen is [`EndKind::Unknown`].

use super::index::Index;
use super::rounds::gives_polled;
use super::uses::{BindSource, Parent};
use crate::apis::{ChannelKind, ExitKind, OnClose, Role, Verb, Work};
use crate::ir::{BinaryOp, Body, Comparison, ExprId, ExprKind, Lit, MacroKind, PatId, PatKind, SelectElse, Stmt};
use crate::resolve::{Callee, ExprRef, FnId, Origin, Program, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// How code comes to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndKind {
    /// By itself, without a long loop.
    Finite,
    /// It runs something that is not known.
    Unknown,
    /// A long loop with a reachable exit.
    Loops,
    /// A loop without an exit.
    Infinite,
}

/// A way out of a long loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Why it is taken.
    pub kind: ExitKind,
    /// The `break`, `return`, `?` or condition.
    pub span: Span,
    /// What was waited for when it is taken (a receive, a token …).
    pub on: Option<ExprRef>,
}

/// The end of a piece of code.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// How.
    pub kind: EndKind,
    /// Ways out of its long loops.
    pub exits: Vec<Exit>,
    /// The keyword of the loop that decides.
    pub loop_span: Option<Span>,
}

impl Ends {
    const FINITE: Self = Self { kind: EndKind::Finite, exits: Vec::new(), loop_span: None };

    pub(crate) fn finite() -> Self {
        Self::FINITE
    }

    pub(super) fn unknown() -> Self {
        Self { kind: EndKind::Unknown, ..Self::FINITE }
    }

    /// Whether there is an exit of this kind.
    pub fn has(&self, kind: ExitKind) -> bool {
        self.exits.iter().any(|exit| exit.kind == kind)
    }

    /// The end of what is this or that.
    fn or(self, other: Self) -> Self {
        match (self.kind, other.kind) {
            (EndKind::Infinite, EndKind::Infinite) => self,
            (EndKind::Finite | EndKind::Loops, EndKind::Finite | EndKind::Loops) => self.then(other),
            _ => Self::unknown(),
        }
    }

    /// What runs one after the other.
    pub(crate) fn then(self, next: Self) -> Self {
        let (mut first, second) = if next.kind > self.kind { (next, self) } else { (self, next) };
        if first.kind != EndKind::Infinite {
            for exit in second.exits {
                if !first.exits.contains(&exit) {
                    first.exits.push(exit);
                }
            }
        }
        first
    }
}

/// What a loop waits for in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The call that waits.
    pub at: ExprRef,
    /// What it does.
    pub op: SourceOp,
    /// What gives messages.
    pub channel: ChannelKind,
    /// What it gives when closed.
    pub on_close: OnClose,
    /// It can say that messages were lost.
    pub lags: bool,
}

/// Kinds of waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceOp {
    /// A message.
    Receive,
    /// A connection.
    Accept,
    /// A tick.
    Tick,
    /// Something with an exit's meaning.
    Wait(ExitKind),
    /// Room in a channel.
    Send,
    /// Time.
    Sleep,
}

/// Why an exit is taken, and the wait that it hangs on.
type Why = (ExitKind, Option<ExprRef>);

/// Answers about ends, kept.
pub struct EndsCx<'p, 'a> {
    /// The program.
    pub program: &'p Program<'a>,
    /// Where names are written.
    pub index: &'p Index,
    fns: RefCell<FxHashMap<FnId, Option<Ends>>>,
    blocks: RefCell<FxHashMap<ExprRef, Option<Ends>>>,
    waits: RefCell<FxHashMap<FnId, Option<bool>>>,
    /// Why a function gives `true` or `false`.
    given: RefCell<FxHashMap<(FnId, bool), Option<Why>>>,
    /// What a function receives, by how many calls away from the question it is.
    receives: RefCell<FxHashMap<(FnId, u8), Option<Source>>>,
    depth: std::cell::Cell<u32>,
    /// Receives that cannot end: whoever receives keeps a sender.
    kept: rustc_hash::FxHashSet<ExprRef>,
}

const MAX_DEPTH: u32 = 60;
/// So far a glance follows calls into files that it does not go over.
const FAR_DEPTH: u32 = 1;

impl<'p, 'a> EndsCx<'p, 'a> {
    /// Nothing is known yet.
    pub fn new(program: &'p Program<'a>, index: &'p Index) -> Self {
        Self {
            program,
            index,
            fns: RefCell::default(),
            blocks: RefCell::default(),
            waits: RefCell::default(),
            given: RefCell::default(),
            receives: RefCell::default(),
            depth: std::cell::Cell::new(0),
            kept: Default::default(),
        }
    }

    /// The end of what a value runs when it is awaited or called.
    pub fn of_value(&self, at: ExprRef) -> Ends {
        let ends = self.of_type(self.program.ty(at));
        if ends.kind != EndKind::Unknown {
            return ends;
        }
        // The driver of a connection, the worker of a service.
        let long = self.program.derefs(self.program.ty(at)).iter().find_map(|ty| {
            let path = ty.api_path()?;
            self.program.apis.ty(self.program.apis.type_(path)?).long
        });
        match long {
            Some(kind) => {
                let span = self.program.body(at.body).span(at.expr);
                Ends { kind: EndKind::Loops, exits: vec![Exit { kind, span, on: None }], loop_span: Some(span) }
            }
            None => ends,
        }
    }

    /// Says which receives cannot end because whoever receives keeps a sender. To be called before ends are asked for.
    pub fn set_kept(&mut self, kept: rustc_hash::FxHashSet<ExprRef>) {
        self.kept = kept;
    }

    /// The end of what a future, closure or function value runs.
    pub fn of_type(&self, ty: &Ty) -> Ends {
        for ty in self.program.derefs(ty) {
            match &ty {
                Ty::Future(future) => return self.of_origin(future.origin),
                Ty::Closure(closure) => return self.of_closure(*closure),
                Ty::Fn(function) => return self.of_fn(*function),
                Ty::Adt(adt, _) if self.program.is_future_adt(*adt) => return self.of_poll(*adt),
                _ => {}
            }
        }
        Ends::unknown()
    }

    /// The end of a future's code.
    pub fn of_origin(&self, origin: Origin) -> Ends {
        match origin {
            Origin::Block(at) => match self.program.expr(at) {
                ExprKind::Async { body, .. } => self.once(at, || self.region(ExprRef { body: at.body, expr: *body })),
                _ => Ends::unknown(),
            },
            Origin::Call(function, call) => self.of_call(function, call),
            Origin::Closure(closure) => self.of_closure(closure),
            Origin::Api(api, call) => self.of_api(api, call),
            Origin::Either(one, two) => self.of_value(one).or(self.of_value(two)),
            Origin::Unknown => Ends::unknown(),
        }
    }

    fn of_call(&self, function: FnId, call: ExprRef) -> Ends {
        let callee = self.program.callee(call).clone();
        let targets = match &callee {
            Callee::Trait(_) => self.program.targets(&callee),
            _ => vec![function],
        };
        let mut result: Option<Ends> = None;
        for target in targets {
            let mut ends = self.of_fn(target);
            // It runs what it is given, and is long if that is.
            if matches!(ends.kind, EndKind::Unknown | EndKind::Finite)
                && let Some(given) = self.given_work(target, call)
            {
                let given = self.until_raced(target, given);
                ends = if ends.kind == EndKind::Unknown { given } else { ends.then(given) };
            }
            result = Some(match result {
                Some(seen) => seen.then(ends),
                None => ends,
            });
        }
        result.unwrap_or_else(Ends::unknown)
    }

    fn of_closure(&self, closure: ExprRef) -> Ends {
        match self.program.expr(closure) {
            ExprKind::Closure { body, .. } => self.once(closure, || {
                let at = ExprRef { body: closure.body, expr: *body };
                let ends = self.region(at);
                // `|x| async move { … }`: what counts is the future that it gives.
                match self.program.ty(at) {
                    ty @ Ty::Future(_) => ends.then(self.of_type(ty)),
                    _ => ends,
                }
            }),
            _ => Ends::unknown(),
        }
    }

    /// The end of an async block or closure, worked out once. One that waits for itself, as far as types tell (a
    /// variable that is set to a new future in each round), adds nothing to its own end.
    fn once(&self, at: ExprRef, work: impl FnOnce() -> Ends) -> Ends {
        match self.blocks.borrow().get(&at) {
            Some(Some(known)) => return known.clone(),
            Some(None) => return Ends::FINITE,
            None => {}
        }
        self.blocks.borrow_mut().insert(at, None);
        let ends = work();
        self.blocks.borrow_mut().insert(at, Some(ends.clone()));
        ends
    }

    /// The end of a function's code; for a function that gives a future, of that future.
    pub fn of_fn(&self, function: FnId) -> Ends {
        match self.fns.borrow().get(&function) {
            Some(Some(known)) => return known.clone(),
            // Recursion adds nothing that the outer call does not see.
            Some(None) => return Ends::FINITE,
            None => {}
        }
        let Some(body) = self.program.defs.fns[function].body else { return Ends::unknown() };
        let most = if self.index.covers(body.file) { MAX_DEPTH } else { FAR_DEPTH };
        if self.depth.get() > most {
            return Ends::unknown();
        }
        self.fns.borrow_mut().insert(function, None);
        self.depth.set(self.depth.get() + 1);
        let root = ExprRef { body, expr: self.program.body(body).root };
        let mut ends = self.region(root);
        if !self.program.defs.fns[function].item.is_async {
            let ty = self.program.ty(root);
            let lone = match ty {
                Ty::Tuple(parts) => self.program.lone_future(parts).map(|position| &parts[position]),
                _ => None,
            };
            let given = self.program.derefs(lone.unwrap_or(ty));
            // What is shared is the work of whoever else has it, too.
            let shared = |origin| matches!(origin, Origin::Api(api, _) if self.program.apis.row(api).name == "shared");
            let future = given
                .into_iter()
                .find(|ty| matches!(ty, Ty::Future(future) if lone.is_none() || !shared(future.origin)));
            if let Some(future) = future {
                ends = ends.then(self.of_type(&future));
            }
        }
        self.depth.set(self.depth.get() - 1);
        self.fns.borrow_mut().insert(function, Some(ends.clone()));
        ends
    }

    /// `serve_with_incoming(stream::iter([connection]))`: a server of so many connections ends with the last.
    fn is_given_a_few(&self, call: ExprRef) -> bool {
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = self.program.expr(call) else {
            return false;
        };
        args.iter().any(|&arg| {
            let path = match self.program.callee_of(ExprRef { body: call.body, expr: arg }) {
                Some(Callee::Api(api)) => self.program.apis.row(*api).path,
                Some(Callee::Foreign(path)) => *path,
                _ => return false,
            };
            matches!(
                path.as_str(),
                "futures::stream::iter" | "futures::stream::once" | "tokio_stream::iter" | "tokio_stream::once"
            )
        })
    }

    /// `let handle = server.handle(); …; server.serve(service).await`: whoever has the handle can stop the server.
    fn gave_stop_handle(&self, call: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return false };
        let body = program.body(call.body);
        let ExprKind::Local(server) = body.expr(*receiver) else { return false };
        program.uses(call.body).of(*server).iter().any(|&used| {
            program.uses(call.body).parent_expr(used).is_some_and(|up| {
                let got = ExprRef { body: call.body, expr: up };
                matches!(body.expr(up), ExprKind::MethodCall { receiver, .. } if *receiver == used)
                    && got != call
                    && program.role(program.ty(got)) == Some(Role::Token)
            })
        })
    }

    fn of_api(&self, api: crate::apis::FnId, call: ExprRef) -> Ends {
        let row = self.program.apis.row(api);
        let span = self.program.body(call.body).span(call.expr);
        match row.verb {
            // Stands where something else is to decide: a branch that is switched off, a task kept for its guards.
            Verb::Forever if row.exit.is_none() && !row.long => Ends::FINITE,
            Verb::Forever => match row
                .exit
                .or_else(|| self.is_given_a_few(call).then_some(ExitKind::PeerClosed))
                .or_else(|| self.gave_stop_handle(call).then_some(ExitKind::ShutdownSignal))
            {
                Some(kind) => Ends {
                    kind: EndKind::Loops,
                    exits: vec![Exit { kind, span, on: Some(call) }],
                    loop_span: Some(span),
                },
                None => Ends { kind: EndKind::Infinite, exits: Vec::new(), loop_span: Some(span) },
            },
            Verb::Group => self.of_group(row, call),
            Verb::Wrap | Verb::Run => self.of_work(row.work, call),
            Verb::Timeout => Ends::FINITE,
            Verb::WaitOr => {
                let mut ends = self.of_work(row.work, call);
                if ends.kind != EndKind::Finite {
                    ends.kind = EndKind::Loops;
                    ends.exits.push(Exit { kind: row.exit.unwrap_or(ExitKind::CancelToken), span, on: Some(call) });
                }
                ends
            }
            _ if row.long => {
                // `ReceiverStream::new(rx).for_each(…)` ends with its channel.
                let receives = |source: &Source| {
                    source.op == SourceOp::Receive
                        && !matches!(source.channel, ChannelKind::Stream | ChannelKind::Other)
                };
                let source = || self.receiver_source(call).filter(receives).map(|source| exit_of(&source));
                let kind = row.exit.or_else(source).unwrap_or(ExitKind::PeerClosed);
                Ends { kind: EndKind::Loops, exits: vec![Exit { kind, span, on: Some(call) }], loop_span: Some(span) }
            }
            // `poll_fn(|cx| connection.poll_close(cx))`
            _ if gives_polled(row.returns.as_ref()) => match self.program.expr(call) {
                ExprKind::Call { args, .. } if !args.is_empty() => self.of_polled(call, args[0]),
                _ => Ends::FINITE,
            },
            // `for_each(|x| async { … })` over a stream lasts as long as the stream.
            _ if row.is_async
                && matches!(
                    row.name.as_str(),
                    "for_each"
                        | "for_each_concurrent"
                        | "try_for_each"
                        | "forward"
                        | "send_all"
                        | "try_for_each_concurrent"
                ) =>
            {
                Ends {
                    kind: EndKind::Loops,
                    exits: vec![Exit { kind: ExitKind::ChannelClosed, span, on: Some(call) }],
                    loop_span: Some(span),
                }
            }
            _ => Ends::FINITE,
        }
    }

    /// What the receiver of a call takes messages from, if that is the end of a channel.
    fn receiver_source(&self, call: ExprRef) -> Option<Source> {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(call) else { return None };
        self.gone_through(ExprRef { body: call.body, expr: *receiver }, true)
    }

    fn of_work(&self, work: Option<Work>, call: ExprRef) -> Ends {
        match self.work_of(work, call) {
            Some(at) => self.of_value(at),
            None => Ends::unknown(),
        }
    }

    /// The expression that a row's `work` is at a call.
    pub fn work_of(&self, work: Option<Work>, call: ExprRef) -> Option<ExprRef> {
        let expr = match (self.program.expr(call), work) {
            (ExprKind::MethodCall { receiver, .. }, Some(Work::Receiver)) => Some(*receiver),
            (ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. }, Some(Work::Arg(at))) => {
                args.get(usize::from(at)).copied()
            }
            (ExprKind::Call { args, .. }, Some(Work::Receiver)) => args.first().copied(),
            _ => None,
        };
        expr.map(|expr| ExprRef { body: call.body, expr })
    }

    /// The end of an expression and all that runs with it.
    pub fn region(&self, at: ExprRef) -> Ends {
        if self.depth.get() > MAX_DEPTH {
            return Ends::unknown();
        }
        let body = self.program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut total = Ends::FINITE;
        let mut todo = vec![at.expr];
        let mut steps = 0u32;
        while let Some(expr) = todo.pop() {
            steps += 1;
            if steps > 200_000 {
                return Ends::unknown();
            }
            match body.expr(expr) {
                ExprKind::Closure { .. } | ExprKind::Async { .. } if expr != at.expr => continue,
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => {
                    total = total.then(self.of_loop(here(expr)));
                    // What stands in front of the loop's body.
                    if let ExprKind::For { iter, .. } = body.expr(expr) {
                        todo.push(*iter)
                    }
                    continue;
                }
                ExprKind::Select { branches, otherwise, .. } => {
                    total = total.then(self.of_select(here(expr)));
                    for branch in branches {
                        todo.push(branch.body);
                    }
                    todo.extend(otherwise.iter().map(|(_, body)| *body));
                    continue;
                }
                ExprKind::Join { args, is_try, .. } => {
                    let members: Vec<_> = args.iter().map(|&arg| (here(arg), self.of_awaited(here(arg)))).collect();
                    total = total.then(match is_try {
                        true => self.until_error(members),
                        false => members.into_iter().fold(Ends::FINITE, |all, (_, ends)| all.then(ends)),
                    });
                    todo.extend(args);
                    continue;
                }
                ExprKind::Await(inner) => total = total.then(self.of_awaited(here(*inner))),
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    total = total.then(self.of_sync_call(here(expr)))
                }
                _ => {}
            }
            body.expr(expr).children(|child| todo.push(child));
        }
        total
    }

    pub(super) fn of_awaited(&self, at: ExprRef) -> Ends {
        let ty = self.program.ty(at);
        // Waiting for another task is not running it.
        if self.is_handle(ty) {
            return Ends::FINITE;
        }
        match self.program.callee_of(at) {
            Some(Callee::Foreign(_) | Callee::Unknown) if !matches!(self.program.as_future(ty), Ty::Future(ref future) if future.origin != Origin::Unknown) =>
            {
                // A method of a type that is not known: most await one answer, or what they are given.
                self.of_given(at)
            }
            _ => match self.program.ty(at) {
                Ty::Api(..) => match self.of_value(at) {
                    ends if ends.kind == EndKind::Unknown => Ends::FINITE,
                    ends => ends,
                },
                // An associated type is what some method gives for one request.
                Ty::Assoc(..) => Ends::FINITE,
                ty => match self.of_type(ty) {
                    // What a function waits for is known, or one answer; unless it was given what it runs.
                    ends if ends.kind == EndKind::Unknown && self.is_own_work(ty) => Ends::FINITE,
                    ends => ends,
                },
            },
        }
    }

    /// The end of the async blocks that a call is given: `KEY.scope(value, async { … }).await`.
    fn of_given(&self, call: ExprRef) -> Ends {
        let args = match self.program.expr(call) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
            _ => return Ends::FINITE,
        };
        let blocks =
            args.iter().filter(|arg| matches!(self.program.body(call.body).expr(**arg), ExprKind::Async { .. }));
        blocks.fold(Ends::FINITE, |total, &block| match self.of_value(ExprRef { body: call.body, expr: block }) {
            ends if ends.kind == EndKind::Unknown => total,
            ends => total.then(ends),
        })
    }

    /// Whether a future is the call of a function of the workspace that is not given what it runs.
    fn is_own_work(&self, ty: &Ty) -> bool {
        let Ty::Future(future) = self.program.as_future(ty) else { return false };
        let Origin::Call(function, _) = future.origin else { return false };
        let sig = self.program.sig(function);
        // `builder.build_snapshot().await` of a trait that others implement: one answer.
        let answers = || super::rounds::is_value(&sig.output);
        (self.program.defs.fns[function].body.is_some() || answers())
            && !sig.params.iter().any(|ty| self.is_given_work(ty))
    }

    pub(super) fn is_handle(&self, ty: &Ty) -> bool {
        // A handle type of the workspace: a future around the handle of a task.
        if let Ty::Adt(adt, _) = self.program.peel(ty) {
            let around = |field: &Ty| self.program.role(&self.program.container(field)) == Some(Role::JoinHandle);
            return self.program.is_future_adt(adt) && self.program.all_fields(adt).iter().any(around);
        }
        self.program.role(&self.program.peel(ty)).is_some_and(|role| {
            matches!(
                role,
                Role::JoinHandle
                    | Role::TaskSet
                    | Role::Tracker
                    | Role::Receiver
                    | Role::Interval
                    | Role::Notify
                    | Role::Token
            )
        })
    }

    fn of_sync_call(&self, at: ExprRef) -> Ends {
        match self.program.callee(at) {
            callee @ (Callee::Fn(_) | Callee::Trait(_)) => {
                let mut total: Option<Ends> = None;
                for function in self.program.targets(callee) {
                    let def = &self.program.defs.fns[function];
                    // It only makes the future.
                    let gives_future = || {
                        let ret = &self.program.sig(function).ret;
                        matches!(ret, Ty::Tuple(parts) if self.program.lone_future(parts).is_some())
                            || self.program.derefs(ret).iter().any(|ty| matches!(ty, Ty::Future(_)))
                    };
                    if def.item.is_async || gives_future() {
                        continue;
                    }
                    let mut ends = self.of_fn(function);
                    if matches!(ends.kind, EndKind::Unknown | EndKind::Finite)
                        && let Some(given) = self.run_of_given(function, at)
                    {
                        ends = given;
                    }
                    total = Some(match total {
                        Some(seen) => seen.then(ends),
                        None => ends,
                    });
                }
                match total {
                    Some(ends) if ends.kind == EndKind::Unknown => Ends::FINITE,
                    Some(ends) => ends,
                    None => Ends::FINITE,
                }
            }
            Callee::Closure(closure) => match self.of_closure(*closure) {
                ends if ends.kind == EndKind::Unknown => Ends::FINITE,
                ends => ends,
            },
            Callee::Api(api) => {
                let row = self.program.apis.row(*api);
                match row.verb {
                    Verb::Run => self.of_run(row.work, at),
                    Verb::Forever | Verb::Pass if !row.is_async && (row.verb == Verb::Forever || row.long) => {
                        if matches!(row.returns, Some(crate::apis::TyText::Future(_)))
                            || matches!(self.program.ty(at), Ty::Future(_))
                        {
                            Ends::FINITE
                        } else {
                            self.of_api(*api, at)
                        }
                    }
                    _ => match self.exhausted(at) {
                        Some(source) => {
                            let span = self.program.body(at.body).span(at.expr);
                            let exit = Exit { kind: exit_of(&source), span, on: Some(source.at) };
                            Ends { kind: EndKind::Loops, exits: vec![exit], loop_span: Some(span) }
                        }
                        None => Ends::FINITE,
                    },
                }
            }
            _ => Ends::FINITE,
        }
    }

    /// What a call waits for that goes through all that an iterator gives, if that lasts: `rx.into_iter().for_each(…)`.
    pub fn exhausted(&self, at: ExprRef) -> Option<Source> {
        let ExprKind::MethodCall { receiver, name, .. } = self.program.expr(at) else { return None };
        let takes_all = matches!(name.as_str(), "for_each" | "try_for_each") && self.is_of_iterators(at);
        takes_all.then(|| self.iterates(ExprRef { body: at.body, expr: *receiver })).flatten()
    }

    /// Whether a call is one of the methods that every iterator has.
    pub(super) fn is_of_iterators(&self, at: ExprRef) -> bool {
        self.program.called_api(at).is_some_and(|row| row.path.starts_with("std::iter::Iterator::"))
    }

    /// A select ends when any of its futures does.
    fn of_select(&self, at: ExprRef) -> Ends {
        let ExprKind::Select { branches, otherwise, .. } = self.program.expr(at) else { return Ends::unknown() };
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let ends: Vec<(ExprRef, Ends)> =
            branches.iter().map(|branch| (here(branch.future), self.of_awaited(here(branch.future)))).collect();
        if otherwise.is_some() { Ends::FINITE } else { self.first_of(ends) }
    }

    /// The end of futures of which the first decides.
    pub(super) fn first_of(&self, ends: Vec<(ExprRef, Ends)>) -> Ends {
        if ends.iter().all(|(_, ends)| ends.kind == EndKind::Finite) {
            return Ends::FINITE;
        }
        if ends.iter().all(|(_, ends)| ends.kind == EndKind::Infinite) {
            return ends.into_iter().next().map_or(Ends::FINITE, |(_, ends)| ends);
        }
        // Long work beside something that ends it.
        let mut total = Ends { kind: EndKind::Loops, exits: Vec::new(), loop_span: None };
        for (future, ends) in ends {
            match ends.kind {
                EndKind::Finite | EndKind::Unknown => {
                    let source = self.source(future);
                    let kind = match source {
                        Some(source) => exit_of(&source),
                        None => ExitKind::SelectBranch,
                    };
                    let span = self.program.body(future.body).span(future.expr);
                    total.exits.push(Exit { kind, span, on: source.map(|source| source.at) });
                }
                EndKind::Loops => {
                    total.loop_span = total.loop_span.or(ends.loop_span);
                    total.exits.extend(ends.exits);
                }
                EndKind::Infinite => total.loop_span = total.loop_span.or(ends.loop_span),
            }
        }
        total
    }

    // ---- loops ----

    /// The end of one loop.
    pub fn of_loop(&self, at: ExprRef) -> Ends {
        let body = self.program.body(at.body);
        let whole = body.span(at.expr);
        let (inner, length) = match body.expr(at.expr) {
            ExprKind::Loop { body, .. } => (*body, "loop".len()),
            ExprKind::While { body, .. } => (*body, "while".len()),
            ExprKind::For { body, .. } => (*body, "for".len()),
            _ => return Ends::unknown(),
        };
        let keyword = Span::new(whole.file, whole.lo, (whole.lo + length as u32).min(whole.hi));
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut nested = match body.expr(at.expr) {
            ExprKind::While { cond, .. } => self.region(here(*cond)).then(self.region(here(inner))),
            _ => self.region(here(inner)),
        };
        if nested.kind == EndKind::Infinite {
            return nested;
        }
        let mut exits = Vec::new();
        let mut long = self.waits_in(here(inner));
        let mut endless = false;
        match body.expr(at.expr) {
            ExprKind::Loop { .. } => endless = true,
            ExprKind::While { cond, .. } => {
                long |= self.waits_in(here(*cond));
                // Draining a set of futures or tasks ends with the last of them.
                if let Some(mut members) = self.drained(here(*cond)) {
                    long = false;
                    // It may leave the loop while one of them goes on.
                    let mut ways = Vec::new();
                    self.leaves(at, inner, &mut ways);
                    if members.kind == EndKind::Infinite && !ways.is_empty() {
                        members.kind = EndKind::Loops;
                        members.exits.extend(ways);
                    }
                    nested = nested.then(members);
                }
                if matches!(body.expr(*cond), ExprKind::Lit(Lit::Bool(true))) || self.takes_for_ever(here(*cond)) {
                    endless = true;
                } else {
                    let (kind, on) = self.why_false(here(*cond));
                    let set = if kind == ExitKind::Condition { self.why_set(at) } else { None };
                    // `done = self.handle(message).await`: what it is set to, another piece of code says.
                    if set.is_some() && self.is_set_elsewhere(at) {
                        exits.push(Exit { kind, span: body.span(*cond), on });
                    }
                    let (kind, on) = set.unwrap_or((kind, on));
                    exits.push(Exit { kind, span: body.span(*cond), on });
                }
            }
            ExprKind::For { iter, .. } => {
                let iter_at = here(*iter);
                match self.iterates(iter_at) {
                    Some(source) if source.op == SourceOp::Accept || source.channel == ChannelKind::Accept => {
                        // A listener never runs out of connections.
                        long = true;
                        endless = true;
                    }
                    Some(source) => {
                        long = true;
                        exits.push(Exit { kind: exit_of(&source), span: body.span(*iter), on: Some(source.at) });
                    }
                    None => {
                        // `for _ in 0.. { … }`
                        if self.gives_for_ever(iter_at) {
                            endless = true;
                        } else if self.program.ty(iter_at).is_unknown() {
                            nested = nested.then(Ends::unknown());
                            long = false;
                        } else {
                            long = false;
                        }
                    }
                }
            }
            _ => {}
        }
        self.leaves(at, inner, &mut exits);
        if let ExprKind::While { cond, .. } = body.expr(at.expr) {
            self.tries(at, *cond, &mut exits);
        }
        let before = exits.len();
        exits.retain(|exit| {
            !(matches!(exit.kind, ExitKind::ChannelClosed | ExitKind::PeerClosed)
                && exit.on.is_some_and(|on| self.kept.contains(&on)))
        });
        // `while let Ok(Some(x)) = …`: a message may say stop.
        if exits.len() < before
            && let ExprKind::While { cond, .. } = body.expr(at.expr)
            && let ExprKind::Let { pat, .. } = body.expr(*cond)
        {
            if asks_payload(body, *pat) {
                let span = body.span(*cond);
                exits.push(Exit { kind: ExitKind::ShutdownSignal, span, on: None });
            }
            endless = true;
        }
        if endless && exits.is_empty() {
            return Ends { kind: EndKind::Infinite, exits, loop_span: Some(keyword) };
        }
        // A busy loop that looks whether there is something, until nobody can send any more.
        long |= endless && self.is_left_by_disconnect(here(inner), &exits);
        let until_flag = match body.expr(at.expr) {
            ExprKind::While { cond, .. } => self.runs_until_flag(here(*cond), inner),
            ExprKind::Loop { .. } => self.is_left_by_flag(here(inner), &exits),
            _ => false,
        };
        let own = if until_flag || long && !self.tries_for_answer(at) {
            Ends { kind: EndKind::Loops, exits, loop_span: Some(keyword) }
        } else {
            Ends::FINITE
        };
        if nested.kind == EndKind::Unknown && own.kind == EndKind::Finite { nested } else { own.then(nested) }
    }

    /// Whether code waits for something outside: awaits, or parks its thread.
    fn waits_in(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let mut waits = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            if waits {
                return;
            }
            match body.expr(expr) {
                ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Yield(_) | ExprKind::Join { .. } => {
                    waits = true
                }
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    let at = ExprRef { body: at.body, expr };
                    match self.program.callee(at) {
                        Callee::Api(api) => {
                            let row = self.program.apis.row(*api);
                            waits |= match row.verb {
                                // `catch_unwind(|| …)` waits where its closure does.
                                Verb::Run if !row.is_async && !row.blocking => match self.work_of(row.work, at) {
                                    Some(work) => match self.program.peel(self.program.ty(work)) {
                                        Ty::Closure(closure) => self.closure_waits(closure),
                                        _ => true,
                                    },
                                    None => true,
                                },
                                Verb::Receive | Verb::Send => row.blocking,
                                Verb::Accept | Verb::Sleep | Verb::Join | Verb::Run | Verb::Wait | Verb::Tick => {
                                    !row.is_async
                                }
                                _ => row.blocking || row.long && !row.is_async,
                            };
                        }
                        callee @ Callee::Fn(_) => {
                            for function in self.program.targets(callee) {
                                waits |= self.fn_waits(function);
                            }
                        }
                        // Whichever of them it is.
                        callee @ Callee::Trait(_) => {
                            let targets = self.program.targets(callee);
                            waits |= !targets.is_empty() && targets.iter().all(|&function| self.fn_waits(function));
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        });
        waits
    }

    fn closure_waits(&self, closure: ExprRef) -> bool {
        match self.program.expr(closure) {
            ExprKind::Closure { body, .. } => self.waits_in(ExprRef { body: closure.body, expr: *body }),
            _ => true,
        }
    }

    fn fn_waits(&self, function: FnId) -> bool {
        if let Some(known) = self.waits.borrow().get(&function) {
            return known.unwrap_or(false);
        }
        let def = &self.program.defs.fns[function];
        let Some(body) = def.body else { return false };
        if def.item.is_async || self.depth.get() > MAX_DEPTH {
            return false;
        }
        self.waits.borrow_mut().insert(function, None);
        self.depth.set(self.depth.get() + 1);
        let waits = self.waits_in(ExprRef { body, expr: self.program.body(body).root });
        self.depth.set(self.depth.get() - 1);
        self.waits.borrow_mut().insert(function, Some(waits));
        waits
    }

    /// What a `for` goes through, if that lasts: a receiver, a listener's connections.
    pub fn iterates(&self, iter: ExprRef) -> Option<Source> {
        self.gone_through(iter, false)
    }

    /// The same of what a stream's own method may go through.
    fn gone_through(&self, iter: ExprRef, streams: bool) -> Option<Source> {
        let ty = self.program.ty(iter);
        for ty in self.program.derefs(ty) {
            let Some(path) = ty.api_path() else { continue };
            let Some(id) = self.program.apis.type_(path) else { continue };
            let row = self.program.apis.ty(id);
            // A `for` goes through no stream: a type that says so was not understood.
            if (streams || !row.stream) && (row.role == Role::Receiver || (row.channel.is_some() && row.item.is_some()))
            {
                return Some(Source {
                    at: iter,
                    op: SourceOp::Receive,
                    channel: row.channel.unwrap_or(ChannelKind::Other),
                    on_close: OnClose::None,
                    lags: false,
                });
            }
        }
        if let ExprKind::MethodCall { receiver, name, .. } = self.program.expr(iter)
            && matches!(name.as_str(), "iter" | "into_iter")
        {
            let base = ExprRef { body: iter.body, expr: *receiver };
            let ty = self.program.peel(self.program.ty(base));
            let role = self.program.role(&ty);
            if role == Some(Role::Receiver) {
                return self.gone_through(base, streams);
            }
        }
        // `rx.iter().map(…)`
        if let ExprKind::MethodCall { receiver, name, .. } = self.program.expr(iter)
            && matches!(
                name.as_str(),
                "map"
                    | "filter"
                    | "filter_map"
                    | "flat_map"
                    | "flatten"
                    | "enumerate"
                    | "inspect"
                    | "by_ref"
                    | "cloned"
                    | "copied"
            )
            && self.is_of_iterators(iter)
        {
            return self.gone_through(ExprRef { body: iter.body, expr: *receiver }, streams);
        }
        self.source(iter)
            .filter(|source| match source.op {
                SourceOp::Receive => !self.gives_one(source.at),
                op => op == SourceOp::Accept,
            })
            .or_else(|| self.own_iterator(self.program.ty(iter)))
    }

    /// Whether a receive gives one message: what lies in that is not what comes through the channel.
    fn gives_one(&self, receive: ExprRef) -> bool {
        let ty = self.program.peel(self.program.ty(receive));
        let one = |path: Name| matches!(path.as_str(), "std::option::Option" | "std::result::Result");
        matches!(ty, Ty::Future(_)) || ty.api_path().is_some_and(one)
    }

    /// What an iterator of the workspace waits for to give its next item, and what can be made one: `for x in &subscription`.
    fn own_iterator(&self, ty: &Ty) -> Option<Source> {
        let ty = self.program.peel(ty);
        let Ty::Adt(adt, _) = ty else { return None };
        let program = self.program;
        if let Some(&next) = program.trait_fns_of(adt, "std::iter::Iterator", "next").first() {
            return self.receives_in(next, 0);
        }
        let made = program.trait_fns_of(adt, "std::iter::IntoIterator", "into_iter");
        made.iter().map(|&function| program.peel(&program.sig(function).ret)).find_map(|ty| match ty {
            Ty::Adt(made, _) if made == adt => None,
            Ty::Adt(made, _) => {
                let next = program.trait_fns_of(made, "std::iter::Iterator", "next");
                next.first().and_then(|&next| self.receives_in(next, 0))
            }
            _ => None,
        })
    }

    /// All ways out of a loop's body: `break`s of it or of a loop around it, `return`, `?`.
    fn leaves(&self, at: ExprRef, inner: ExprId, exits: &mut Vec<Exit>) {
        let body = self.program.body(at.body);
        let label = match body.expr(at.expr) {
            ExprKind::Loop { label, .. } | ExprKind::While { label, .. } | ExprKind::For { label, .. } => *label,
            _ => None,
        };
        let mut todo = vec![(inner, 0u32, Vec::<Name>::new())];
        while let Some((expr, depth, labels)) = todo.pop() {
            let mut below = depth;
            let mut inner_labels = labels.clone();
            let leaves = match body.expr(expr) {
                ExprKind::Closure { .. } | ExprKind::Async { .. } => continue,
                ExprKind::Loop { label, .. } | ExprKind::While { label, .. } | ExprKind::For { label, .. } => {
                    below += 1;
                    inner_labels.extend(*label);
                    false
                }
                ExprKind::Block { label: Some(label), .. } => {
                    inner_labels.push(*label);
                    false
                }
                ExprKind::Break { label: to, .. } => match to {
                    Some(to) => Some(*to) == label || !labels.contains(to),
                    None => depth == 0,
                },
                ExprKind::Continue { label: Some(to) } => Some(*to) != label && !labels.contains(to),
                ExprKind::Return(_) => true,
                ExprKind::Try(inner) => {
                    // `?` on something that cannot be an error is rare; an `Option` leaves, too.
                    let _ = inner;
                    true
                }
                ExprKind::Call { .. } => self.exits_process(ExprRef { body: at.body, expr }),
                _ => false,
            };
            if leaves {
                let (kind, on) = self.why(ExprRef { body: at.body, expr }, at.expr);
                // Where nobody asked for it, the end of the process is no way to end this loop.
                if matches!(kind, ExitKind::Condition | ExitKind::Error)
                    && self.exits_process(ExprRef { body: at.body, expr })
                {
                    continue;
                }
                exits.push(Exit { kind, span: body.span(expr), on });
            }
            let never = never_taken(body, expr);
            body.expr(expr).children(|child| {
                if Some(child) != never {
                    todo.push((child, below, inner_labels.clone()));
                }
            });
        }
        exits.sort_by_key(|exit| exit.span);
    }

    /// All ways out of a loop, whether it is long or not.
    pub fn ways_out(&self, at: ExprRef) -> Vec<Exit> {
        let body = self.program.body(at.body);
        let mut exits = Vec::new();
        let inner = match body.expr(at.expr) {
            ExprKind::While { cond, body: inner, .. } => {
                let (kind, on) = self.why_false(ExprRef { body: at.body, expr: *cond });
                exits.push(Exit { kind, span: body.span(*cond), on });
                self.tries(at, *cond, &mut exits);
                *inner
            }
            ExprKind::Loop { body: inner, .. } => *inner,
            _ => return exits,
        };
        self.leaves(at, inner, &mut exits);
        exits
    }

    fn tries(&self, at: ExprRef, cond: ExprId, exits: &mut Vec<Exit>) {
        let body = self.program.body(at.body);
        body.walk(cond, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Try(_)) {
                exits.push(Exit { kind: ExitKind::Error, span: body.span(expr), on: None });
            }
        });
    }

    fn exits_process(&self, at: ExprRef) -> bool {
        self.program.called_api(at).is_some_and(|row| row.verb == Verb::Exit)
    }

    /// Why an exit is taken: the innermost condition around it, up to its loop.
    fn why(&self, at: ExprRef, root: ExprId) -> Why {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        if let ExprKind::Try(inner) = body.expr(at.expr) {
            return match self.source(here(*inner)) {
                Some(source) => match source.op {
                    SourceOp::Receive | SourceOp::Send => (ExitKind::ChannelClosed, Some(source.at)),
                    SourceOp::Wait(kind) => (kind, Some(source.at)),
                    _ => (ExitKind::Error, Some(source.at)),
                },
                None => (ExitKind::Error, None),
            };
        }
        let mut child = at.expr;
        let mut fallback = ExitKind::Condition;
        // What a condition around the exit found to be empty.
        let mut nothing = None;
        loop {
            let parent = uses.parent(child);
            match parent {
                Parent::Root => break,
                Parent::LetElse(block, index) => {
                    if let ExprKind::Block { stmts, .. } = body.expr(block)
                        && let Stmt::Let { init: Some(init), pat, .. } = &stmts[index as usize]
                        && let Some(hit) = self.why_not(here(*init), *pat)
                    {
                        return hit;
                    }
                    child = block;
                }
                Parent::Stmt(block, _) | Parent::Let(block, _) => child = block,
                Parent::Expr(parent) => {
                    match body.expr(parent) {
                        ExprKind::Match { value, arms } => {
                            if let Some(arm) = arms.iter().find(|arm| arm.body == child) {
                                if let Some(hit) = self.why_arm(here(*value), arm.pat) {
                                    return hit;
                                }
                                let empty = is_nothing(body, arm.pat);
                                nothing = nothing.or_else(|| empty.then_some(*value));
                            }
                        }
                        ExprKind::If { cond, then, .. } if *cond != child => {
                            let positive = *then == child;
                            if let Some(hit) = self.why_if(here(*cond), positive) {
                                return hit;
                            }
                            nothing = nothing.or_else(|| asked_for_nothing(body, *cond).filter(|_| positive));
                        }
                        ExprKind::Select { branches, otherwise, .. } => {
                            if let Some(branch) = branches.iter().find(|branch| branch.body == child) {
                                let future = here(branch.future);
                                let source = self.source(future);
                                if nothing.is_some_and(|asked| is_given_in(body, parent, asked)) {
                                    let kind = source.as_ref().map_or(ExitKind::PeerClosed, closed_kind);
                                    return (kind, source.map(|source| source.at));
                                }
                                return match source {
                                    Some(source) => {
                                        let unread = matches!(body.pat(branch.pat), PatKind::Wild);
                                        let kind = match source.op {
                                            // `_ = stop.recv() => break`: that something came is all there is to it.
                                            SourceOp::Receive if unread => ExitKind::ShutdownSignal,
                                            SourceOp::Receive if !is_signal(source.channel) => ExitKind::SelectBranch,
                                            _ => exit_of(&source),
                                        };
                                        (kind, Some(source.at))
                                    }
                                    None => (ExitKind::SelectBranch, None),
                                };
                            }
                            if otherwise.iter().any(|(_, body)| *body == child) {
                                return (ExitKind::ChannelClosed, None);
                            }
                        }
                        ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } if parent == root => {
                            break;
                        }
                        _ => {}
                    }
                    child = parent;
                }
            }
            if child == root {
                break;
            }
        }
        if fallback == ExitKind::Condition && is_failure(body, at.expr) {
            fallback = ExitKind::Error;
        }
        (fallback, None)
    }

    /// An exit in a match arm.
    fn why_arm(&self, value: ExprRef, pat: PatId) -> Option<Why> {
        let source = self.source(value)?;
        let body = self.program.body(value.body);
        let message = self.is_message(value, &source);
        let closed = !message && (is_end_pattern(body, pat) || holds_end(body, pat));
        Some(match source.op {
            SourceOp::Receive if message && is_end_pattern(body, pat) => return None,
            SourceOp::Receive if closed && is_message_or_end(body, pat) => (ExitKind::ShutdownSignal, Some(source.at)),
            SourceOp::Receive if closed => (closed_kind(&source), Some(source.at)),
            SourceOp::Receive if is_signal(source.channel) => (ExitKind::ShutdownSignal, Some(source.at)),
            // A message that says stop; `Some(x)` is any message.
            SourceOp::Receive if names_message(body, pat) => (ExitKind::ShutdownSignal, Some(source.at)),
            SourceOp::Send if closed => (ExitKind::ChannelClosed, Some(source.at)),
            SourceOp::Wait(kind) => (kind, Some(source.at)),
            SourceOp::Accept => (ExitKind::Error, Some(source.at)),
            _ => return None,
        })
    }

    /// Whether a value that came of a receive is the message, and not what says whether there is one.
    fn is_message(&self, value: ExprRef, source: &Source) -> bool {
        let program = self.program;
        let given = program.ty(source.at).given();
        let message = given.arg(0);
        let ty = program.ty(value);
        !ty.is_unknown()
            && *ty == message
            && matches!(program.role(given), Some(Role::Option | Role::Result))
            && matches!(program.role(&message), Some(Role::Option | Role::Result))
            && message != *given
    }

    /// An exit in the `else` of `let pat = value else { … }`, or where `if let` fails.
    fn why_not(&self, value: ExprRef, pat: PatId) -> Option<Why> {
        let source = self.source(value)?;
        let body = self.program.body(value.body);
        Some(match source.op {
            SourceOp::Receive if is_end_pattern(body, pat) || self.is_message(value, &source) => {
                (ExitKind::Condition, Some(source.at))
            }
            SourceOp::Receive => (closed_kind(&source), Some(source.at)),
            SourceOp::Send => (ExitKind::ChannelClosed, Some(source.at)),
            SourceOp::Wait(kind) => (kind, Some(source.at)),
            SourceOp::Accept => (ExitKind::Error, Some(source.at)),
            _ => return None,
        })
    }

    fn why_if(&self, cond: ExprRef, positive: bool) -> Option<Why> {
        let body = self.program.body(cond.body);
        let here = |expr: ExprId| ExprRef { body: cond.body, expr };
        match body.expr(cond.expr) {
            ExprKind::Let { pat, value } => {
                if positive {
                    self.why_arm(here(*value), *pat)
                } else {
                    self.why_not(here(*value), *pat)
                }
            }
            ExprKind::Binary { lhs, rhs, .. } => self
                .why_if(here(*lhs), positive)
                .or_else(|| self.why_if(here(*rhs), positive))
                .or_else(|| self.why_nothing_read(here(*lhs), *rhs)),
            ExprKind::Unary { operand, .. } => self.why_if(here(*operand), !positive),
            // `while self.run_once().await {}`
            ExprKind::Await(inner) if matches!(self.program.callee_of(here(*inner)), Some(Callee::Fn(_))) => {
                self.why_if(here(*inner), positive)
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. }
                if matches!(self.program.callee(cond), Callee::Fn(_)) =>
            {
                match self.program.callee(cond) {
                    Callee::Fn(function) => self.why_given(*function, positive),
                    _ => None,
                }
            }
            ExprKind::MethodCall { name, .. } => {
                if let Callee::Api(api) = self.program.callee(cond)
                    && self.program.apis.row(*api).exit == Some(ExitKind::CancelToken)
                {
                    return Some((ExitKind::CancelToken, Some(cond)));
                }
                let source = self.source(cond)?;
                match (source.op, name.as_str()) {
                    (SourceOp::Receive, "is_none" | "is_err" | "is_some" | "is_ok" | "is_empty") => {
                        Some((closed_kind(&source), Some(source.at)))
                    }
                    (SourceOp::Send, _) => Some((ExitKind::ChannelClosed, Some(source.at))),
                    (SourceOp::Receive, _) => Some((ExitKind::ShutdownSignal, Some(source.at))),
                    (SourceOp::Wait(kind), _) => Some((kind, Some(source.at))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `reader.read_line(&mut line).await.unwrap_or(0) > 0`: nothing more comes from the other side.
    fn why_nothing_read(&self, count: ExprRef, bound: ExprId) -> Option<Why> {
        let body = self.program.body(count.body);
        if !matches!(body.expr(bound), ExprKind::Lit(Lit::Int(0))) {
            return None;
        }
        let mut at = count.expr;
        loop {
            match body.expr(at) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => at = *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "unwrap" | "expect" | "unwrap_or" | "unwrap_or_default") =>
                {
                    at = *receiver;
                }
                _ => break,
            }
        }
        let read = ExprRef { body: count.body, expr: at };
        let row = self.program.called_api(read)?;
        (row.exit == Some(ExitKind::PeerClosed)).then_some((ExitKind::PeerClosed, Some(read)))
    }

    fn why_false(&self, cond: ExprRef) -> Why {
        self.why_if(cond, false).unwrap_or((ExitKind::Condition, None))
    }

    /// Why a function gives `true`, or `false`, where it says so.
    fn why_given(&self, function: FnId, given: bool) -> Option<Why> {
        if let Some(known) = self.given.borrow().get(&(function, given)) {
            return *known;
        }
        // A function that asks itself says nothing new; without this, functions that ask each other are gone through
        // once for each way between them.
        self.given.borrow_mut().insert((function, given), None);
        let found = self.why_given_anew(function, given);
        self.given.borrow_mut().insert((function, given), found);
        found
    }

    fn why_given_anew(&self, function: FnId, given: bool) -> Option<Why> {
        let at = self.program.defs.fns[function].body?;
        if self.depth.get() > MAX_DEPTH {
            return None;
        }
        let body = self.program.body(at);
        let mut said = Vec::new();
        body.walk(body.root, &mut |_| false, &mut |expr| {
            if let ExprKind::Return(Some(value)) = body.expr(expr)
                && matches!(body.expr(*value), ExprKind::Lit(Lit::Bool(yes)) if *yes == given)
            {
                said.push(expr);
            }
        });
        self.depth.set(self.depth.get() + 1);
        let found = said
            .into_iter()
            .map(|expr| self.why(ExprRef { body: at, expr }, body.root))
            .find(|(kind, _)| *kind != ExitKind::Condition);
        self.depth.set(self.depth.get() - 1);
        found
    }

    /// What an expression waits for, through awaits, `?`, adaptors, variables, and calls of the workspace.
    pub fn source(&self, at: ExprRef) -> Option<Source> {
        self.source_deep(at, 0)
    }

    fn source_deep(&self, at: ExprRef, depth: u8) -> Option<Source> {
        if depth > 24 {
            return None;
        }
        let program = self.program;
        let body = program.body(at.body);
        let next = |expr: ExprId| self.source_deep(ExprRef { body: at.body, expr }, depth + 1);
        match body.expr(at.expr) {
            ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) | ExprKind::Cast(inner, _) => {
                next(*inner)
            }
            ExprKind::Unary { operand, .. } => next(*operand),
            ExprKind::Macro { args, kind: MacroKind::Identity, .. } => next(*args.first()?),
            ExprKind::Block { tail: Some(tail), .. } => next(*tail),
            ExprKind::Async { body: inner, .. } => next(*inner),
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) | BindSource::Branch(value, _) => {
                    // `&mut rx` where rx is a oneshot receiver: the value itself is what is waited for.
                    self.waits_as_type(at).or_else(|| next(value))
                }
                _ => self.waits_as_type(at),
            },
            ExprKind::Field { .. } | ExprKind::Path(_) => self.waits_as_type(at),
            ExprKind::MethodCall { receiver, args, .. } => match program.callee(at) {
                Callee::Api(api) => self.api_source(*api, at).or_else(|| {
                    let row = program.apis.row(*api);
                    match (row.verb, row.work) {
                        (Verb::Timeout, Some(Work::Arg(work))) => next(*args.get(usize::from(work))?),
                        (Verb::Pass | Verb::Wrap | Verb::Timeout | Verb::WaitOr | Verb::Group, _) => next(*receiver),
                        _ => None,
                    }
                }),
                callee @ (Callee::Fn(_) | Callee::Trait(_)) => {
                    self.fn_source(callee, depth).or_else(|| self.waits_as_type(at))
                }
                _ => None,
            },
            ExprKind::Call { args, .. } => match program.callee(at) {
                Callee::Api(api) => self.api_source(*api, at).or_else(|| {
                    let row = program.apis.row(*api);
                    match (row.verb, row.work) {
                        (Verb::Pass, _) => next(*args.first()?),
                        (_, Some(Work::Arg(work))) => next(*args.get(usize::from(work))?),
                        _ => None,
                    }
                }),
                callee @ (Callee::Fn(_) | Callee::Trait(_)) => {
                    self.fn_source(callee, depth).or_else(|| self.waits_as_type(at))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A value that is awaited by itself: a oneshot receiver, a join handle, a signal.
    fn waits_as_type(&self, at: ExprRef) -> Option<Source> {
        let ty = self.program.peel(self.program.ty(at));
        let path = ty.api_path()?;
        let row = self.program.apis.ty(self.program.apis.type_(path)?);
        match row.role {
            Role::Receiver if row.output.is_some() => Some(Source {
                at,
                op: SourceOp::Receive,
                channel: row.channel.unwrap_or(ChannelKind::Oneshot),
                on_close: OnClose::Err,
                lags: false,
            }),
            _ => None,
        }
    }

    fn api_source(&self, api: crate::apis::FnId, at: ExprRef) -> Option<Source> {
        let row = self.program.apis.row(api);
        let source = |op, channel| {
            Some(Source { at, op, channel, on_close: row.on_close.unwrap_or(OnClose::Never), lags: row.lags })
        };
        match row.verb {
            Verb::Receive => {
                let mut channel = row.channel.unwrap_or(ChannelKind::Other);
                // `StreamExt::next` on the end of a channel: that channel.
                if channel == ChannelKind::Stream
                    && let Some(kind) = self.receiver_channel(at)
                {
                    channel = kind;
                    // The stream form says in an error that messages were lost.
                    if kind == ChannelKind::Broadcast && self.gives_results(at) {
                        return source(SourceOp::Receive, channel).map(|source| Source { lags: true, ..source });
                    }
                }
                source(SourceOp::Receive, channel)
            }
            Verb::Accept => source(SourceOp::Accept, row.channel.unwrap_or(ChannelKind::Accept)),
            Verb::Tick => source(SourceOp::Tick, row.channel.unwrap_or(ChannelKind::Interval)),
            Verb::Wait => source(
                SourceOp::Wait(row.exit.unwrap_or(ExitKind::Condition)),
                row.channel.unwrap_or(ChannelKind::Other),
            ),
            Verb::Send => source(SourceOp::Send, row.channel.unwrap_or(ChannelKind::Mpsc)),
            Verb::Sleep => source(SourceOp::Sleep, ChannelKind::Other),
            _ => None,
        }
    }

    /// Whether the items of the stream that a method is called on are results.
    fn gives_results(&self, at: ExprRef) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(at) else { return false };
        let ty = self.program.types(at.body).expr(*receiver);
        self.program.derefs(ty).iter().any(
            |ty| matches!(self.program.item(ty), Some((item, _)) if self.program.role(&item) == Some(Role::Result)),
        )
    }

    fn receiver_channel(&self, at: ExprRef) -> Option<ChannelKind> {
        let receiver = match self.program.expr(at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } => *args.first()?,
            _ => return None,
        };
        let ty = self.program.ty(ExprRef { body: at.body, expr: receiver });
        self.program.derefs(ty).into_iter().find_map(|ty| {
            let path = ty.api_path()?;
            let row = self.program.apis.ty(self.program.apis.type_(path)?);
            row.channel
        })
    }

    /// Why a variable is set that ends a loop: `while !done { select! { _ = stop.recv() => done = true, … } }`.
    fn why_set(&self, at: ExprRef) -> Option<Why> {
        let set = self.program.body(at.body).flags_set(at.expr);
        set.into_iter()
            .map(|expr| self.why(ExprRef { body: at.body, expr }, at.expr))
            .find(|why| !matches!(why.0, ExitKind::Condition | ExitKind::SelectBranch))
    }

    /// Whether a variable that ends a loop is set to an answer.
    fn is_set_elsewhere(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        body.flags_set(at.expr).into_iter().any(|expr| {
            matches!(body.expr(expr), ExprKind::Assign { value, .. }
                if body.any(*value, |part| matches!(body.expr(part), ExprKind::Call { .. } | ExprKind::MethodCall { .. })))
        })
    }

    /// What a function of the workspace waits for to give its result: the source of its tail.
    fn fn_source(&self, callee: &Callee, depth: u8) -> Option<Source> {
        let targets = self.program.targets(callee);
        let [function] = targets[..] else { return None };
        let body_ref = self.program.defs.fns[function].body?;
        let body = self.program.body(body_ref);
        let ExprKind::Block { tail: Some(tail), .. } = body.expr(body.root) else { return None };
        let tail = match body.expr(*tail) {
            ExprKind::Match { value, .. } => *value,
            _ => *tail,
        };
        self.source_deep(ExprRef { body: body_ref, expr: tail }, depth + 6)
    }

    /// All waits of a loop that are its own (not those of loops, closures and tasks inside).
    pub fn sources_of_loop(&self, at: ExprRef) -> Vec<Source> {
        let body = self.program.body(at.body);
        let mut found: Vec<Source> = Vec::new();
        let mut todo: Vec<ExprId> = Vec::new();
        match body.expr(at.expr) {
            ExprKind::Loop { body, .. } => todo.push(*body),
            ExprKind::While { cond, body, .. } => todo.extend([*body, *cond]),
            ExprKind::For { iter, body: inner, .. } => {
                if let Some(source) = self.iterates(ExprRef { body: at.body, expr: *iter }) {
                    found.push(source);
                }
                todo.push(*inner);
            }
            _ => {}
        }
        while let Some(expr) = todo.pop() {
            let here = ExprRef { body: at.body, expr };
            let awaited = |expr: ExprId| match self.program.uses(at.body).parent_expr(expr).map(|up| body.expr(up)) {
                Some(ExprKind::Await(_)) => true,
                Some(ExprKind::Select { branches, .. }) => branches.iter().any(|branch| branch.future == expr),
                _ => false,
            };
            match body.expr(expr) {
                // `for item in rx.recv().await?.items { … }`: one message a round of the loop around it.
                ExprKind::For { iter, .. } if body.has_await(*iter) => {
                    todo.push(*iter);
                    continue;
                }
                // `async { … }.await` runs here.
                ExprKind::Async { body: inner, .. } if awaited(expr) => {
                    todo.push(*inner);
                    continue;
                }
                ExprKind::Closure { .. }
                | ExprKind::Async { .. }
                | ExprKind::Loop { .. }
                | ExprKind::While { .. }
                | ExprKind::For { .. } => continue,
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    if let Callee::Api(api) = self.program.callee(here)
                        && let Some(source) = self.api_source(*api, here)
                    {
                        found.push(source);
                    }
                }
                ExprKind::Await(inner) => {
                    if let Some(source) = self.waits_as_type(ExprRef { body: at.body, expr: *inner }) {
                        found.push(source);
                    }
                }
                ExprKind::Select { branches, .. } => {
                    for branch in branches {
                        if let Some(source) = self.waits_as_type(ExprRef { body: at.body, expr: branch.future }) {
                            found.push(source);
                        }
                    }
                }
                _ => {}
            }
            let mut children = Vec::new();
            body.expr(expr).children(|child| children.push(child));
            todo.extend(children.into_iter().rev());
        }
        found
    }

    /// A wait that stands one or more calls away from the loop: `while self.next_action().await {}`.
    pub fn source_through_calls(&self, at: ExprRef) -> Option<Source> {
        let body = self.program.body(at.body);
        let mut found = None;
        let roots: Vec<ExprId> = match body.expr(at.expr) {
            ExprKind::Loop { body, .. } => vec![*body],
            ExprKind::While { cond, .. } => vec![*cond],
            _ => return None,
        };
        for root in roots {
            body.walk(root, &mut |_| false, &mut |expr| {
                if found.is_some() {
                    return;
                }
                let here = ExprRef { body: at.body, expr };
                if let ExprKind::Call { .. } | ExprKind::MethodCall { .. } = body.expr(expr)
                    && let callee @ Callee::Fn(_) = self.program.callee(here)
                {
                    for function in self.program.targets(callee) {
                        found = found.or_else(|| self.receives_in(function, 0));
                    }
                }
            });
        }
        found
    }

    /// Whether a function gives the messages that a receive in a loop of it takes, one after the other, and leaves some out:
    /// `fn next(&self) -> Option<Message> { loop { … return Some(message) } }`.
    pub fn gives_what_comes(&self, function: FnId, receive: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(receive) else { return false };
        let from = program.peel(program.types(receive.body).expr(*receiver));
        let gives = &program.sig(function).output;
        let wrapped = matches!(program.role(gives), Some(Role::Option | Role::Result));
        program.role(&from) == Some(Role::Receiver)
            && wrapped
            && !from.arg(0).is_unknown()
            && !from.arg(0).is_unit()
            && gives.arg(0) == from.arg(0)
    }

    fn receives_in(&self, function: FnId, depth: u8) -> Option<Source> {
        if depth > 3 {
            return None;
        }
        if let Some(known) = self.receives.borrow().get(&(function, depth)) {
            return *known;
        }
        let found = self.first_receive(function, depth);
        self.receives.borrow_mut().insert((function, depth), found);
        found
    }

    fn first_receive(&self, function: FnId, depth: u8) -> Option<Source> {
        let body_ref = self.program.defs.fns[function].body?;
        let body = self.program.body(body_ref);
        let mut found = None;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: body_ref, expr };
            if found.is_some() || !matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                return;
            }
            let in_loop = || {
                self.program.uses(body_ref).ancestors(expr).any(|at| body.expr(at).is_loop())
                    && !self.gives_what_comes(function, here)
            };
            match self.program.callee(here) {
                Callee::Api(api) => {
                    // A function that tries again until it has a connection gives one connection.
                    if let Some(source) = self.api_source(*api, here)
                        && (source.op == SourceOp::Accept || source.op == SourceOp::Receive && !in_loop())
                    {
                        found = Some(source);
                    }
                }
                callee @ Callee::Fn(_) => {
                    for function in self.program.targets(callee) {
                        if found.is_none() {
                            found = self.receives_in(function, depth + 1);
                        }
                    }
                }
                _ => {}
            }
        });
        found
    }
}

/// `return Err(error)`, also as `bail!` writes it.
fn is_failure(body: &Body, exit: ExprId) -> bool {
    matches!(body.expr(exit), ExprKind::Return(Some(value)) if body.is_err(*value))
}

/// The `else` of a `select!` that has a branch which is never switched off: its pattern matches whatever comes.
fn never_taken(body: &Body, select: ExprId) -> Option<ExprId> {
    let ExprKind::Select { branches, otherwise: Some((SelectElse::Else, code)), .. } = body.expr(select) else {
        return None;
    };
    let stays = branches.iter().any(|branch| branch.guard.is_none() && takes_all(body, branch.pat));
    stays.then_some(*code)
}

/// Whether a pattern matches whatever comes, as its form alone shows.
fn takes_all(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Wild | PatKind::Rest | PatKind::Bind(_, None) => true,
        PatKind::Bind(_, Some(inner)) => takes_all(body, *inner),
        PatKind::Tuple(parts) => parts.iter().all(|&part| takes_all(body, part)),
        _ => false,
    }
}

/// Whether messages of such a channel are mostly signals.
fn is_signal(channel: ChannelKind) -> bool {
    matches!(channel, ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify)
}

/// The exit that the end of a wait is.
fn exit_of(source: &Source) -> ExitKind {
    match source.op {
        SourceOp::Receive if is_signal(source.channel) => ExitKind::ShutdownSignal,
        SourceOp::Receive => closed_kind(source),
        SourceOp::Send => ExitKind::ChannelClosed,
        SourceOp::Wait(kind) => kind,
        SourceOp::Accept => ExitKind::Error,
        SourceOp::Tick | SourceOp::Sleep => ExitKind::Condition,
    }
}

/// `n == 0`, `batch.is_empty()`: what is asked.
fn asked_for_nothing(body: &Body, cond: ExprId) -> Option<ExprId> {
    match body.expr(cond) {
        ExprKind::Binary { op: BinaryOp::Compare(Comparison::Equal), lhs, rhs } => {
            matches!(body.expr(*rhs), ExprKind::Lit(Lit::Int(0))).then_some(*lhs)
        }
        ExprKind::MethodCall { receiver, name, .. } if name.as_str() == "is_empty" => Some(*receiver),
        _ => None,
    }
}

/// `0`, `Ok(0)`, `Ok(0) | Err(_)`, `None`
fn is_nothing(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Lit(Lit::Int(0)) => true,
        PatKind::Path(path) => path.last() == "None",
        PatKind::TupleStruct(path, parts) => match path.last().as_str() {
            "Ok" | "Some" => parts.iter().all(|&part| is_nothing(body, part)),
            name => name == "Err",
        },
        PatKind::Or(parts) => parts.iter().any(|&part| is_nothing(body, part)),
        _ => false,
    }
}

/// Whether what is asked is made inside of an expression, or is a variable that is bound there.
fn is_given_in(body: &Body, root: ExprId, asked: ExprId) -> bool {
    let mut asked = asked;
    while let ExprKind::Try(inner) | ExprKind::Ref(inner) | ExprKind::MethodCall { receiver: inner, .. } =
        body.expr(asked)
    {
        asked = *inner;
    }
    match body.expr(asked) {
        ExprKind::Local(binding) => {
            let (within, local) = (body.span(root), body.binding(*binding));
            local.lo >= within.lo && local.hi <= within.hi
        }
        _ => false,
    }
}

fn closed_kind(source: &Source) -> ExitKind {
    match source.channel {
        ChannelKind::Stream | ChannelKind::Accept => ExitKind::PeerClosed,
        _ => ExitKind::ChannelClosed,
    }
}

/// `Lagged(_)`, `Empty`, `Full(_)`: errors after which the channel goes on.
pub fn is_transient(body: &Body, pat: PatId) -> bool {
    let transient =
        |name: Name| matches!(name.as_str(), "Lagged" | "Overflowed" | "Empty" | "Full" | "Timeout" | "WouldBlock");
    match body.pat(pat) {
        PatKind::Path(path) | PatKind::TupleStruct(path, _) | PatKind::Struct(path, _) => transient(path.last()),
        PatKind::Or(pats) => pats.iter().all(|&pat| is_transient(body, pat)),
        PatKind::Bind(_, Some(inner)) => is_transient(body, *inner),
        _ => false,
    }
}

/// Whether a pattern asks for a certain message: `Some(Command::Stop)`, `Stop`, `Ok(0)`.
fn names_message(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::TupleStruct(path, pats) => match path.last().as_str() {
            "Some" | "Ok" | "Ready" | "Left" | "Right" => pats.iter().any(|&pat| names_message(body, pat)),
            _ => true,
        },
        PatKind::Path(_) | PatKind::Struct(..) | PatKind::Lit(_) => true,
        PatKind::Or(pats) => pats.iter().all(|&pat| names_message(body, pat)),
        // `(from, None)`: a part that is not there.
        PatKind::Tuple(pats) => {
            let missing = |pat: &PatId| matches!(body.pat(*pat), PatKind::Path(path) if path.last().as_str() == "None");
            pats.iter().any(|pat| !missing(pat) && names_message(body, *pat))
        }
        PatKind::Slice(pats) => pats.iter().any(|&pat| names_message(body, pat)),
        PatKind::Bind(_, inner) => inner.is_some_and(|inner| names_message(body, inner)),
        PatKind::Wild | PatKind::Rest | PatKind::Opaque => false,
    }
}

/// `Ok(true) | Err(_)`: a message that says stop does what the end does.
fn is_message_or_end(body: &Body, pat: PatId) -> bool {
    let says_stop = |&pat: &PatId| names_message(body, pat) && !is_end_pattern(body, pat) && !is_transient(body, pat);
    matches!(body.pat(pat), PatKind::Or(pats) if pats.iter().any(says_stop))
}

/// `Wake::Block(None)`: the end inside of a variant that says where it comes from.
fn holds_end(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::TupleStruct(path, pats)
            if path.segments.len() > 1 || matches!(path.last().as_str(), "Left" | "Right") =>
        {
            let [inner] = pats[..] else { return false };
            // `Either::Left((None, other))`
            let answer = match body.pat(inner) {
                PatKind::Tuple(parts) if matches!(path.last().as_str(), "Left" | "Right") => parts.first().copied(),
                _ => Some(inner),
            };
            answer.is_some_and(|answer| is_end_pattern(body, answer) || holds_end(body, answer))
        }
        _ => false,
    }
}

/// `Ok(Some(x))`: the message itself may fail to match.
fn asks_payload(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::TupleStruct(_, pats) => pats.iter().any(|&pat| {
            matches!(body.pat(pat), PatKind::TupleStruct(..) | PatKind::Path(_) | PatKind::Struct(..) | PatKind::Lit(_))
        }),
        _ => false,
    }
}

/// `None`, `Err(_)`, and alternatives of these.
pub fn is_end_pattern(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Path(path) => matches!(path.last().as_str(), "None" | "Closed" | "Disconnected"),
        PatKind::TupleStruct(path, pats) => {
            path.last() == "Err" && pats.first().is_none_or(|&pat| !is_transient(body, pat))
                || (path.last() == "Ok" || path.last() == "Some")
                    && pats.first().is_some_and(|&pat| is_end_pattern(body, pat))
        }
        PatKind::Or(pats) => pats.iter().any(|&pat| is_end_pattern(body, pat)),
        PatKind::Bind(_, Some(inner)) => is_end_pattern(body, *inner),
        _ => false,
    }
}
