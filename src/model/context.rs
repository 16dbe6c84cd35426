//! What runs a piece of code: a task of a runtime, a thread that may block, or whoever calls the function.
//!
//! Knows the call graph of the workspace; a closure that is given to something unknown is run by nobody known.

use super::Model;
use crate::apis::{Deed, DeedOf, Role, TaskKind, Verb};
use crate::flow::{BindSource, Parent, Tracker};
use crate::ir::{ExprId, ExprKind, PatKind, Stmt};
use crate::resolve::{BodyRef, BoundTrait, Callee, ExprRef, FnId, Ty};
use crate::source::{Name, Span};
use crate::workspace::Dep;
use rustc_hash::FxHashSet;

/// What runs a piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// A task: the `async` block, or the root of the `async fn` or `poll`.
    Async(ExprRef),
    /// A thread that may block.
    Thread,
    /// Whoever calls the function.
    Caller(FnId),
    /// Not known.
    Unknown,
}

/// How async code comes to run something: the calls from there to it, outermost first.
#[derive(Clone, Debug)]
pub struct Way {
    /// Calls of functions of the workspace; empty where it stands in the async code itself.
    pub calls: Vec<ExprRef>,
    /// The async code.
    pub task: ExprRef,
    /// It is `main`, or all that a `block_on` runs: nothing else waits for this thread as far as can be seen.
    pub alone: bool,
}

const FAR: usize = 5;
const MANY: usize = 200;

impl Model<'_, '_> {
    /// What runs the code in which an expression stands.
    pub fn runs(&self, at: ExprRef) -> Runs {
        let program = self.program;
        let body = program.body(at.body);
        for up in program.uses(at.body).ancestors(at.expr) {
            let here = ExprRef { body: at.body, expr: up };
            match body.expr(up) {
                ExprKind::Async { .. } if self.goes_elsewhere(here) => return Runs::Unknown,
                ExprKind::Async { .. } if self.has_own_threads(here) || self.is_driven_by_thread(here) => {
                    return Runs::Thread;
                }
                ExprKind::Async { .. } => return Runs::Async(here),
                ExprKind::Closure { is_async: true, .. } => return Runs::Async(here),
                ExprKind::Closure { .. } => match self.runs_closure(here) {
                    Some(known) => return known,
                    None => continue,
                },
                _ => {}
            }
        }
        let Some(function) = program.owner(at.body) else { return Runs::Unknown };
        let root = ExprRef { body: at.body, expr: body.root };
        if program.defs.fns[function].item.is_async || self.is_poll(function) {
            return Runs::Async(root);
        }
        Runs::Caller(function)
    }

    /// The code as part of which an expression runs, an `async` block or a whole function, and the type of what that
    /// gives; `None` in a closure, and in a block without a tail.
    pub(super) fn gives(&self, at: ExprRef) -> Option<(ExprId, Ty)> {
        let program = self.program;
        let body = program.body(at.body);
        match program.frame(at) {
            Some(block) => {
                let ExprKind::Async { body: code, .. } = body.expr(block) else { return None };
                let ExprKind::Block { tail: Some(tail), .. } = body.expr(*code) else { return None };
                Some((*code, program.types(at.body).expr(*tail).clone()))
            }
            None => match &program.sig(program.owner(at.body)?).output {
                Ty::Future(future) => Some((body.root, future.output.clone())),
                output => Some((body.root, output.clone())),
            },
        }
    }

    /// Whether async code is made by a runtime of the program that gives each future a thread of its own.
    fn has_own_threads(&self, block: ExprRef) -> bool {
        let defs = &self.program.defs;
        let of = |body: BodyRef| defs.fns[self.program.owner(body)?].container.impl_();
        let Some(runtime) = of(block.body) else { return false };
        let mut spawners =
            self.tasks.iter().filter(|task| task.of_param && of(task.at.body) == Some(runtime)).peekable();
        spawners.peek().is_some() && spawners.all(|task| task.kind == TaskKind::Thread)
    }

    /// Whether a function of the workspace is given a closure that gives async code, and drives that by a `block_on` in
    /// a thread that may block: `spawn_blocking(move || Handle::current().block_on(work()))`.
    fn is_driven_by_thread(&self, block: ExprRef) -> bool {
        let program = self.program;
        let uses = program.uses(block.body);
        let body = program.body(block.body);
        let Some(closure) = uses.parent_expr(block.expr) else { return false };
        if !matches!(body.expr(closure), ExprKind::Closure { body: of, .. } if *of == block.expr) {
            return false;
        }
        let Some(call) = uses.parent_expr(closure).map(|expr| ExprRef { body: block.body, expr }) else {
            return false;
        };
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = program.expr(call) else {
            return false;
        };
        let Some(Callee::Fn(function)) = program.callee_of(call) else { return false };
        let def = &program.defs.fns[*function];
        let Some(position) = args.iter().position(|&arg| arg == closure) else { return false };
        let shift = matches!(program.expr(call), ExprKind::MethodCall { .. }) && def.item.receiver.is_some();
        let Some(inner) = def.body else { return false };
        let code = program.body(inner);
        let Some(&pat) = code.params.get(position + usize::from(shift)) else { return false };
        let PatKind::Bind(given, None) = code.pat(pat) else { return false };
        let uses = program.uses(inner);
        let mut used = uses.of(*given).iter().peekable();
        used.peek().is_some()
            && used.all(|&one| {
                // `block_on(work(1))`
                let called = uses.parent_expr(one);
                let driver = called.and_then(|called| uses.parent_expr(called));
                called.is_some_and(|up| matches!(code.expr(up), ExprKind::Call { callee, .. } if *callee == one))
                    && driver.is_some_and(|expr| {
                        let driver = ExprRef { body: inner, expr };
                        self.does(driver, Deed::BlockOn) && matches!(self.runs(driver), Runs::Thread)
                    })
            })
    }

    /// Whether async code is handed to a function that is not known: it may give it a thread of its own.
    fn goes_elsewhere(&self, block: ExprRef) -> bool {
        let Parent::Expr(parent) = self.program.uses(block.body).parent(block.expr) else { return false };
        let call = ExprRef { body: block.body, expr: parent };
        match self.program.expr(call) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } if args.contains(&block.expr) => {
                matches!(self.program.callee_of(call), Some(Callee::Unknown | Callee::Value))
            }
            _ => false,
        }
    }

    /// What runs a closure; nothing where it runs where it stands.
    fn runs_closure(&self, at: ExprRef) -> Option<Runs> {
        let program = self.program;
        let Parent::Expr(parent) = program.uses(at.body).parent(at.expr) else { return Some(Runs::Unknown) };
        let call = ExprRef { body: at.body, expr: parent };
        match (program.expr(call), program.callee_of(call)) {
            (ExprKind::Call { callee, .. }, _) if *callee == at.expr => None,
            (_, Some(Callee::Api(api))) => {
                let row = program.apis.row(*api);
                if program.apis.deed(row.path).is_some_and(|deed| deed.does == Deed::MayBlock) {
                    return Some(Runs::Thread);
                }
                match (row.verb, row.task) {
                    (Verb::Spawn, Some(TaskKind::Blocking | TaskKind::Thread)) => Some(Runs::Thread),
                    (Verb::Spawn, _) => Some(Runs::Unknown),
                    (Verb::Run, _) => None,
                    _ => {
                        let ExprKind::MethodCall { receiver, .. } = program.expr(call) else {
                            return Some(Runs::Unknown);
                        };
                        let ty = program.types(call.body).expr(*receiver);
                        let of = program.derefs(ty).into_iter().find_map(|ty| program.role(&ty));
                        let at_once =
                            matches!(of, Some(Role::Collection | Role::Iterator | Role::Option | Role::Result));
                        if at_once { None } else { Some(Runs::Unknown) }
                    }
                }
            }
            _ => Some(Runs::Unknown),
        }
    }

    fn is_poll(&self, function: FnId) -> bool {
        let def = &self.program.defs.fns[function];
        def.name == "poll"
            && def.container.impl_().is_some_and(|id| match self.program.defs.impls[id].self_head {
                crate::resolve::Res::Adt(adt) => self.program.poll_of(adt) == Some(function),
                _ => false,
            })
    }

    /// The shortest way by which async code comes to run an expression, through functions of the workspace.
    pub fn async_way(&self, at: ExprRef) -> Option<Way> {
        if self.is_outside_runtimes(at) {
            return None;
        }
        let function = match self.runs(at) {
            Runs::Async(task) => return Some(Way { calls: Vec::new(), task, alone: self.alone(task) }),
            Runs::Caller(function) => function,
            Runs::Thread | Runs::Unknown => return None,
        };
        let inside = |calls: &[ExprRef]| !calls.iter().any(|call| self.is_outside_runtimes(*call));
        let known = self.ways.borrow().get(&function).cloned();
        let way = known.unwrap_or_else(|| {
            let way = self.way_to(function, &inside);
            self.ways.borrow_mut().insert(function, way.clone());
            way
        });
        // What these calls give may lead past the place; others may not.
        match way {
            Some(way) if self.is_ruled_out(&way.calls, at) => {
                self.way_to(function, &|calls| !self.is_ruled_out(calls, at) && inside(calls))
            }
            way => way,
        }
    }

    /// The shortest way that counts by which async code comes to call a function.
    fn way_to(&self, function: FnId, counts: &dyn Fn(&[ExprRef]) -> bool) -> Option<Way> {
        let mut seen: FxHashSet<FnId> = FxHashSet::default();
        seen.insert(function);
        let mut open: Vec<(FnId, Vec<ExprRef>)> = vec![(function, Vec::new())];
        let mut lonely = None;
        for _ in 0..FAR {
            let mut next = Vec::new();
            for (function, calls) in open {
                for call in self.callers(function) {
                    let way = || std::iter::once(call).chain(calls.iter().copied()).collect::<Vec<_>>();
                    match self.runs(call) {
                        Runs::Async(_) if !counts(&way()) => {}
                        Runs::Async(task) => {
                            let found = Way { calls: way(), task, alone: self.alone(task) };
                            if !found.alone {
                                return Some(found);
                            }
                            lonely.get_or_insert(found);
                        }
                        Runs::Caller(caller) if seen.len() < MANY && seen.insert(caller) => next.push((caller, way())),
                        _ => {}
                    }
                }
            }
            open = next;
        }
        lonely
    }

    /// Calls of a function in code that counts, in order of the text; through a trait only where it is named, or where
    /// it is the only one that can be meant.
    pub fn callers(&self, function: FnId) -> Vec<ExprRef> {
        let holds = |_: &Ty| false;
        let skip = |body: BodyRef| self.skips(body);
        let tracker = Tracker::new(self.program, self.index, &holds, &skip);
        let mut calls = tracker.callers(function);
        calls.retain(|call| match self.program.callee(*call) {
            Callee::Fn(_) => true,
            callee @ Callee::Trait(_) => self.program.targets(callee) == [function],
            _ => false,
        });
        calls
    }

    /// `main`, the block that a `block_on` runs, and functions that only such code awaits, as long as none of them
    /// starts a task.
    pub(super) fn alone(&self, task: ExprRef) -> bool {
        self.alone_at(task, FAR)
    }

    fn alone_at(&self, task: ExprRef, far: usize) -> bool {
        // What another thread of the function drives has tasks of its own.
        let body = self.program.body(task.body);
        let thread = |expr: &ExprId| matches!(body.expr(*expr), ExprKind::Closure { is_async: false, .. });
        let around = match body.expr(task.expr) {
            ExprKind::Async { .. } => self.program.uses(task.body).ancestors(task.expr).find(thread),
            _ => None,
        };
        let starts = |spawned: &super::Task| {
            spawned.at.body == task.body
                && around.is_none_or(|around| body.span(around).contains(spawned.span))
                && !matches!(spawned.kind, TaskKind::Thread | TaskKind::Blocking)
                && spawned.work_at != Some(task)
        };
        if self.tasks.iter().any(starts) {
            return false;
        }
        self.is_first(task, far, &|outer, far| self.alone_at(outer, far))
    }

    /// `main` of a runtime with worker threads, and functions that only such code awaits: their thread is no worker's.
    pub fn on_main_thread(&self, task: ExprRef) -> bool {
        self.on_main_thread_at(task, FAR)
    }

    fn on_main_thread_at(&self, task: ExprRef, far: usize) -> bool {
        let program = self.program;
        let Some(function) = program.owner(task.body) else { return false };
        let def = &program.defs.fns[function];
        if matches!(program.expr(task), ExprKind::Async { .. }) {
            return self.is_driven_beside_workers(task);
        }
        if def.name == "main" || self.has_own_runtime(function) {
            // `#[actix_rt::main]` runs the tasks on this very thread.
            let by_others = |name: &Name| {
                name.as_str().ends_with("::main")
                    && !matches!(name.as_str(), "tokio::main" | "async_std::main" | "rocket::main")
            };
            if def.attrs.names.iter().any(by_others) {
                return false;
            }
            let head = Span::new(def.span.file, def.span.lo, def.name_span.lo);
            return !program.workspace.sources.text(head).contains("current_thread");
        }
        self.is_first(task, far, &|outer, far| self.on_main_thread_at(outer, far))
    }

    /// Whether async code is what a `block_on` runs of a runtime that is made here, with worker threads for its tasks:
    /// `Builder::new_multi_thread().build()?`, `Runtime::new()?`
    fn is_driven_beside_workers(&self, task: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(task.body);
        let Some(expr) = self.around_wrappers(task) else { return false };
        let ExprKind::MethodCall { receiver, .. } = body.expr(expr) else { return false };
        if !self.does(ExprRef { body: task.body, expr }, Deed::BlockOn) {
            return false;
        }
        let mut from = *receiver;
        for _ in 0..32 {
            from = match body.expr(from) {
                ExprKind::Local(binding) => match program.uses(task.body).source(*binding) {
                    BindSource::Value(value, _) => value,
                    _ => return false,
                },
                ExprKind::Try(inner) | ExprKind::Ref(inner) => *inner,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Call { .. } => break,
                _ => return false,
            };
        }
        program.called_api(ExprRef { body: task.body, expr: from }).is_some_and(|row| {
            matches!(row.path.as_str(), "tokio::runtime::Builder::new_multi_thread" | "tokio::runtime::Runtime::new")
        })
    }

    /// Whether code is `main`, what a `block_on` runs, or a function that only code awaits of which this is so.
    fn is_first(&self, task: ExprRef, far: usize, outer: &dyn Fn(ExprRef, usize) -> bool) -> bool {
        let program = self.program;
        if let ExprKind::Async { .. } = program.expr(task) {
            let driven = |expr: ExprId| match program.uses(task.body).parent(expr) {
                Parent::Expr(parent) => self.does(ExprRef { body: task.body, expr: parent }, Deed::BlockOn),
                _ => false,
            };
            // `let work = async move { … }; runtime.block_on(work)`
            return driven(task.expr) || self.only_use_of(task).is_some_and(driven);
        }
        let Some(function) = program.owner(task.body) else { return false };
        if program.defs.fns[function].name == "main" || self.has_own_runtime(function) {
            return true;
        }
        let Some(far) = far.checked_sub(1) else { return false };
        let callers = self.callers(function);
        !callers.is_empty() && callers.into_iter().all(|call| self.is_only_awaited(call, &|task| outer(task, far)))
    }

    /// `#[tokio::main] async fn start(self)`: each call makes a runtime for this code alone, on the caller's thread.
    pub(super) fn has_own_runtime(&self, function: FnId) -> bool {
        let names = &self.program.defs.fns[function].attrs.names;
        names.iter().any(|name| matches!(name.as_str(), "tokio::main" | "async_std::main" | "actix_web::main"))
    }

    /// The one use of the variable that a value is bound to.
    fn only_use_of(&self, value: ExprRef) -> Option<ExprId> {
        let uses = self.program.uses(value.body);
        let body = self.program.body(value.body);
        let Parent::Let(block, at) = uses.parent(value.expr) else { return None };
        let ExprKind::Block { stmts, .. } = body.expr(block) else { return None };
        let Some(Stmt::Let { pat, .. }) = stmts.get(at as usize) else { return None };
        let PatKind::Bind(binding, None) = body.pat(*pat) else { return None };
        match uses.of(*binding) {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Whether a call of an `async fn` is awaited, or driven by a `block_on`, by code that is alone.
    fn is_only_awaited(&self, call: ExprRef, by: &dyn Fn(ExprRef) -> bool) -> bool {
        let program = self.program;
        let Some(up) = self.around_wrappers(call).map(|expr| ExprRef { body: call.body, expr }) else { return false };
        if self.does(up, Deed::BlockOn) {
            return true;
        }
        matches!(program.expr(up), ExprKind::Await(_)) && matches!(self.runs(call), Runs::Async(outer) if by(outer))
    }

    /// What has a future, around all that only wraps it: `Box::pin(run()).await`, `block_on(work.in_current_span())`.
    fn around_wrappers(&self, future: ExprRef) -> Option<ExprId> {
        let program = self.program;
        let mut up = future;
        loop {
            let Parent::Expr(parent) = program.uses(future.body).parent(up.expr) else { return None };
            up.expr = parent;
            if !program.wraps_future(up) {
                return Some(parent);
            }
        }
    }

    // ---- what calls do with resources ----

    /// What a call does with a resource.
    pub fn deed(&self, at: ExprRef) -> Option<&DeedOf> {
        self.program.apis.deed(self.called_path(at)?)
    }

    /// The path of the other crate's function that a call calls, also where only what it is given says so.
    pub(super) fn called_path(&self, at: ExprRef) -> Option<Name> {
        match self.program.callee_of(at)? {
            Callee::Api(api) => Some(self.program.apis.row(*api).path),
            Callee::Foreign(path) => Some(*path),
            Callee::Unknown => self.called_by_argument(at),
            _ => None,
        }
    }

    /// `user.insert(&txn)`, where `user` has its methods from a derive.
    fn called_by_argument(&self, at: ExprRef) -> Option<Name> {
        let program = self.program;
        let ExprKind::MethodCall { name, args, .. } = program.expr(at) else { return None };
        program.apis.deed_given(*name, &|deed| {
            let Some(&arg) = deed.arg.and_then(|arg| args.get(usize::from(arg))) else { return false };
            let ty = program.peel(program.types(at.body).expr(arg));
            match &ty {
                Ty::Param(_, bounds) | Ty::Traits(bounds) => {
                    bounds.iter().any(|bound| matches!(bound.of, BoundTrait::Api(path) if deed.given.contains(&path)))
                }
                ty => ty.api_path().is_some_and(|path| deed.given.contains(&path)),
            }
        })
    }

    /// Whether code goes round a loop that waits for something.
    pub(super) fn waits_in_loop(&self, at: BodyRef) -> bool {
        self.loops.iter().any(|found| found.at.body == at)
    }

    /// Whether a call does this.
    pub fn does(&self, at: ExprRef, deed: Deed) -> bool {
        self.deed(at).is_some_and(|found| found.does == deed)
    }

    /// All calls that do this, in order of the rows' names and of the text; test code left out.
    pub fn calls_that(&self, deed: Deed) -> Vec<ExprRef> {
        self.calls_that_take(deed, None)
    }

    /// The same, where it is known how many arguments are written: a cheap test in front of the types.
    pub fn calls_that_take(&self, deed: Deed, args: Option<usize>) -> Vec<ExprRef> {
        let program = self.program;
        let mut found = Vec::new();
        for name in self.names_that(deed) {
            for at in self.index.calls(name) {
                let written = match program.expr(at) {
                    ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args.len(),
                    _ => continue,
                };
                let path_call = usize::from(matches!(program.expr(at), ExprKind::Call { .. }));
                let fits = args.is_none_or(|args| args == written || args + path_call == written);
                if fits && !self.skips(at.body) && self.does(at, deed) {
                    found.push(at);
                }
            }
        }
        found
    }

    /// The names of the functions that do this, each once, of crates that the workspace may use.
    pub(super) fn names_that(&self, deed: Deed) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for path in self.program.apis.deeds(deed).into_iter().filter(|path| self.may_use(*path)) {
            let name = Name::from(crate::apis::last_segment(path.as_str()));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether the workspace depends on the crate of a path, or on one whose things go by its name.
    pub fn may_use(&self, path: Name) -> bool {
        let root = Name::from(path.as_str().split("::").next().unwrap_or(""));
        if root == "std" {
            return true;
        }
        let crates = self.other_crates.get_or_init(|| self.find_other_crates());
        crates.as_ref().is_none_or(|crates| crates.iter().any(|real| self.program.apis.stands_for(*real, root)))
    }

    fn find_other_crates(&self) -> Option<FxHashSet<Name>> {
        let workspace = self.program.workspace;
        let mut found = FxHashSet::default();
        for krate in &workspace.crates {
            workspace.packages[krate.package.0 as usize].manifest.as_ref()?;
            found.extend(krate.deps.iter().map(|(name, dep)| match dep {
                Dep::External(real) => *real,
                Dep::Local(_) => *name,
            }));
        }
        Some(found)
    }
}
