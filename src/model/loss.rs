//! Where ownership of a task is lost, and what is lost with it.

use super::{Fate, Final, Loop, Model, Task, Verdict};
use crate::apis::{Deed, DropEffect, Role, TaskKind, Verb};
use crate::flow::{BindSource, EventKind, Place};
use crate::ir::{ExprId, ExprKind, Stmt};
use crate::resolve::{Callee, ExprRef, Ty};
use crate::source::Span;

impl<'a> Model<'_, 'a> {
    /// Whether a loop takes what has come, and leaves when nothing more is there: whoever runs it again goes on after
    /// what was missed.
    pub fn takes_what_is_there(&self, found: &Loop) -> bool {
        self.program
            .called_api(found.source.at)
            .is_some_and(|row| row.verb == Verb::Receive && !row.is_async && !row.blocking)
    }

    /// Whether nobody holds a task's handle, without the code saying that this is meant, at a site that is to
    /// be judged: a function that spawns what its caller gives it is judged at the caller.
    pub fn is_loss(&self, task: &Task) -> bool {
        let unowned = matches!(task.verdict, Verdict::Leak | Verdict::Detached)
            && (task.fate == Fate::Dropped || task.fate_final == Some(Final::NeverUsed));
        if !unowned || task.on_purpose || !task.detaches || task.of_param || self.has_no_work(task) {
            return false;
        }
        // What a wrapper without a handle does is known only if its body is.
        match self.program.callee(task.at) {
            Callee::Fn(function) => self.gives_handle(task) || self.wrapper_loses(*function, 0),
            // What a function does that is not known is not known.
            Callee::Trait(_) | Callee::Value | Callee::Unknown | Callee::Foreign(_) => false,
            _ => true,
        }
    }

    /// `spawn(async {})`, `spawn(pending())`: what an arm gives that has nothing to start.
    pub(super) fn has_no_work(&self, task: &Task) -> bool {
        // A server that runs for ever is called on something, or given something.
        let waits_only = |work| {
            matches!(self.program.expr(work), ExprKind::Call { args, .. } if args.is_empty())
                && self.program.called_api(work).is_some_and(|row| row.verb == Verb::Forever)
        };
        if task.work_at.is_some_and(waits_only) {
            return true;
        }
        let code = self.own_code_of(&task.work).map(|root| self.program.expr(root));
        matches!(code, Some(ExprKind::Block { stmts, tail: None, .. }) if stmts.is_empty())
    }

    /// Whether a task runs on a runtime that one value owns, a local one or a field: dropping it ends its tasks. A shared
    /// one (`Arc`) and one in a static may outlive everybody.
    pub fn ends_with_runtime(&self, task: &Task) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(task.at) else {
            return self.ends_with_local_set(task);
        };
        let ty = program.types(task.at.body).expr(*receiver);
        let owned = program.type_row(ty);
        owned.is_some_and(|row| row.role == Role::Runtime && row.drop == Some(DropEffect::Abort))
            && match program.body(task.at.body).expr(*receiver) {
                ExprKind::Local(binding) => match program.uses(task.at.body).source(*binding) {
                    BindSource::Value(value, _) => self.is_made(ExprRef { body: task.at.body, expr: value }),
                    _ => false,
                },
                ExprKind::Field { .. } => true,
                _ => false,
            }
    }

    /// `LocalSet::new().run_until(async { spawn_local(…); … }).await`: the set is dropped with what is left in it when the
    /// block has ended.
    fn ends_with_local_set(&self, task: &Task) -> bool {
        let program = self.program;
        let at = task.at.body;
        let (body, uses) = (program.body(at), program.uses(at));
        let is_code = |up: &ExprId| matches!(body.expr(*up), ExprKind::Async { .. } | ExprKind::Closure { .. });
        let Some(block) = uses.ancestors(task.at.expr).find(is_code).filter(|_| task.kind == TaskKind::Local) else {
            return false;
        };
        let Some(run) = uses.parent_expr(block) else { return false };
        let ExprKind::MethodCall { receiver, .. } = body.expr(run) else { return false };
        let ty = program.types(at).expr(*receiver);
        let set = program.type_row(ty);
        set.is_some_and(|row| row.role == Role::TaskSet && row.drop == Some(DropEffect::Abort))
            && program.called_api(ExprRef { body: at, expr: run }).is_some_and(|row| row.verb == Verb::Run)
            && match body.expr(*receiver) {
                ExprKind::Local(binding) => matches!(uses.source(*binding), BindSource::Value(..)),
                ExprKind::Call { .. } => true,
                _ => false,
            }
    }

    /// Whether a task ends the process: `sleep(LIMIT).await; process::abort()` watches over all others, and nobody is
    /// left who could look at it.
    pub fn ends_the_process(&self, task: &Task) -> bool {
        let of_closure = || match &task.work {
            Ty::Closure(at) => match self.program.expr(*at) {
                ExprKind::Closure { body, .. } => Some(ExprRef { body: at.body, expr: *body }),
                _ => None,
            },
            _ => None,
        };
        let Some(root) = self.own_code_of(&task.work).or_else(of_closure) else { return false };
        let ExprKind::Block { stmts, tail, .. } = self.program.expr(root) else { return false };
        let whole = |stmt: &Stmt| match stmt {
            Stmt::Expr(expr) => Some(*expr),
            Stmt::Let { .. } => None,
        };
        stmts.iter().filter_map(whole).chain(*tail).any(|expr| {
            self.program.called_api(ExprRef { body: root.body, expr }).is_some_and(|row| row.verb == Verb::Exit)
        })
    }

    /// Whether a value comes from a constructor of another crate: `Runtime::new()?`, `Builder::new().build().unwrap()`.
    fn is_made(&self, at: ExprRef) -> bool {
        let next = |expr| self.is_made(ExprRef { body: at.body, expr });
        match self.program.expr(at) {
            ExprKind::Try(inner) => next(*inner),
            ExprKind::MethodCall { receiver, .. } => next(*receiver),
            ExprKind::Call { .. } => {
                !matches!(self.program.callee(at), Callee::Fn(_) | Callee::Trait(_) | Callee::Value)
            }
            _ => false,
        }
    }

    /// Calls of functions that give a handle which some callers keep: each call is judged by what it does itself. Where
    /// nobody keeps it, the spawn in the function says so.
    pub fn retold_on_their_own(&self) -> impl Iterator<Item = &Task> {
        self.retold.iter().chain(&self.lost_calls).filter(|task| {
            let Callee::Fn(function) = self.program.callee(task.at) else { return false };
            let mut inner = self.tasks.iter().filter(|inner| self.program.owner(inner.at.body) == Some(*function));
            inner.any(|inner| {
                let kept = |end| !matches!(end, Final::NeverUsed | Final::Unknown);
                inner.fate_final.is_some_and(kept) && inner.kind != TaskKind::Thread
            })
        })
    }

    /// The task that the function which is called at a task's place starts: one of its own, and nothing that the caller
    /// gives.
    pub fn started_within(&self, task: &Task) -> Option<&Task> {
        let Callee::Fn(function) = self.program.callee(task.at) else { return None };
        let takes_code = self.program.sig(*function).params.iter().any(|ty| self.program.is_code(ty));
        let is_own = |inner: &&Task| self.program.owner(inner.at.body) == Some(*function) && !inner.of_param;
        self.tasks.iter().find(is_own).filter(|_| !takes_code)
    }

    /// Calls that let a task go which another caller keeps, each with that task.
    pub fn let_go_by_one(&self) -> impl Iterator<Item = (&Task, &Task)> {
        self.retold_on_their_own().filter_map(|call| Some((call, self.started_within(call)?)))
    }

    /// Whether what a spawn function of the workspace gives owns the task: a handle, a future of it, a type with one
    /// in a field. A number by which a registry knows the task is none.
    fn gives_handle(&self, task: &Task) -> bool {
        let ty = self.program.ty(task.at);
        super::tasks::holds_handle(self.program, ty)
            || self.program.derefs(ty).iter().any(|ty| match ty {
                Ty::Future(_) | Ty::Assoc(..) => true,
                Ty::Adt(adt, _) => {
                    self.program.all_fields(*adt).iter().any(|ty| super::tasks::holds_handle(self.program, ty))
                }
                _ => false,
            })
    }

    /// Whether a spawn function of the workspace drops the handle of what it is given, itself or in the spawn functions
    /// that it calls.
    fn wrapper_loses(&self, function: crate::resolve::FnId, depth: u8) -> bool {
        if depth > 4 {
            return false;
        }
        let inner: Vec<&Task> = super::tasks::of_given(self.program, &self.tasks, function).collect();
        !inner.is_empty()
            && inner.iter().all(|task| {
                matches!(task.fate, Fate::Dropped)
                    && task.detaches
                    && !task.on_purpose
                    && match self.program.callee(task.at) {
                        Callee::Trait(_) | Callee::Value => false,
                        Callee::Fn(inner) if *inner != function => {
                            self.gives_handle(task) || self.wrapper_loses(*inner, depth + 1)
                        }
                        _ => true,
                    }
            })
    }

    /// Where a handle is dropped, if that is not where the task is spawned, and how.
    pub fn lost_elsewhere(&self, task: &Task) -> Option<(Span, &'static str)> {
        let lost = task.lost?;
        let how = match lost.kind {
            EventKind::Unused(_) => {
                "the handle has a name here that nothing uses, and is dropped at the end of the block"
            }
            _ => "the handle is dropped here",
        };
        (lost.depth > 0 || !self.program.body(task.at.body).span(lost.at.expr).contains(task.span))
            .then_some((lost.span, how))
            .filter(|(span, _)| *span != task.span)
    }

    /// Whether a task ends in a `Result` whose error says something.
    pub fn loses_error(&self, task: &Task) -> bool {
        if task.work_at.is_some_and(|work| self.inspects_error(work)) {
            return false;
        }
        // `tx.send(result)` at the end: the error says only that nobody is there to hear the result.
        if self.ends.gives_sent(&task.work) {
            return false;
        }
        // Requests on a connection get its error.
        let work = self.program.as_future(&task.work);
        let tells = |path| self.program.apis.deed(path).is_some_and(|deed| deed.does == Deed::TellsWaiters);
        if work.api_path().or_else(|| task.work.api_path()).is_some_and(tells) {
            return false;
        }
        // A spawn function of the workspace that deals with what it is given gives nothing itself.
        if self.deals_with_given(task, 4) {
            return false;
        }
        match &task.output {
            Ty::Api(path, args) if path == "std::result::Result" => {
                !matches!(args.get(1), Some(Ty::Never))
                    && !matches!(args.get(1), Some(Ty::Api(path, _)) if path == "std::convert::Infallible")
                    && !args.get(1).is_some_and(Ty::is_unit)
                    // Whoever aborts the work knows that.
                    && !matches!(args.get(1), Some(Ty::Api(path, _)) if path == "futures::future::Aborted")
                    && self.untold_error(task).is_some()
            }
            _ => false,
        }
    }

    /// `work.inspect_err(|error| …)` has looked at the error, whatever is put around it: `.instrument(span)`.
    fn inspects_error(&self, work: ExprRef) -> bool {
        let ExprKind::MethodCall { receiver, name, .. } = self.program.expr(work) else { return false };
        let is_adapter = || self.program.called_api(work).is_some_and(|row| row.verb == Verb::Wrap);
        name.as_str().contains("inspect_err")
            || (is_adapter() && self.inspects_error(ExprRef { body: work.body, expr: *receiver }))
    }

    /// Whether a task is started by a spawn function of the workspace that does more with what it is given than to start
    /// it, itself or in a spawn function that it calls.
    fn deals_with_given(&self, task: &Task, depth: u8) -> bool {
        let Callee::Fn(function) = self.program.callee(task.at) else { return false };
        super::tasks::of_given(self.program, &self.tasks, *function).any(|one| {
            let work = one.work_at.map(|at| self.program.expr(at));
            match work {
                _ if one.output.is_unit() => true,
                Some(ExprKind::Local(_)) => depth > 0 && self.deals_with_given(one, depth - 1),
                // `async move { let result = work.await; … }` may look at it, or give it on.
                Some(ExprKind::Async { .. }) => self.untold_error(one).is_none(),
                _ => true,
            }
        })
    }

    /// Where the code of a task gives an error that nobody has been told of, if that is not the spawn itself.
    pub fn lost_error(&self, task: &Task) -> Option<Span> {
        let at = self.untold_error(task).filter(|at| *at != task.at)?;
        let body = self.program.body(at.body);
        Some(match body.expr(at.expr) {
            ExprKind::Try(inner) => body.span(*inner),
            _ => body.span(at.expr),
        })
    }

    /// A place's name, and where it is declared.
    pub fn named_place(&self, place: Place) -> Option<(String, Span)> {
        let program = self.program;
        match place {
            Place::Local(body, binding) => {
                let local = program.body(body).binding(binding);
                Some((local.name.as_str().to_owned(), Span::new(program.body(body).file, local.lo, local.hi)))
            }
            Place::Field(adt, name) => {
                let def = &program.defs.adts[adt];
                Some((format!("{}::{name}", def.name), program.field_span(adt, name).unwrap_or(def.name_span)))
            }
            Place::Static(id) => {
                let def = &program.defs.statics[id];
                Some((def.name.as_str().to_owned(), def.name_span))
            }
            Place::Unknown => None,
        }
    }

    /// The name of the place in which a handle is kept that nobody ever looks at, and where it is declared. What others
    /// may take out of it is theirs.
    pub fn kept_unused(&self, task: &Task) -> Option<(String, Span)> {
        if task.verdict != Verdict::Unwatched || task.fate_final != Some(Final::NeverUsed) {
            return None;
        }
        let places = task.set.into_iter().chain(task.events.iter().filter_map(|event| match event.kind {
            EventKind::Stored(place) | EventKind::Collected(place) => Some(place),
            _ => None,
        }));
        let places: Vec<Place> = places.collect();
        let is_given = || task.events.iter().any(|event| event.kind == EventKind::Passed);
        if places.iter().any(|place| self.is_public_place(*place)) || is_given() {
            return None;
        }
        places.into_iter().filter_map(|place| self.named_place(place)).next_back()
    }

    /// Whether what keeps a task is a tracker, which waits for tasks and can do nothing else with them.
    pub fn is_in_tracker(&self, task: &Task) -> bool {
        let program = self.program;
        let is_one = |ty: &Ty| program.derefs(ty).iter().any(|ty| program.role(ty) == Some(Role::Tracker));
        match task.set {
            Some(Place::Field(adt, name)) => is_one(&program.declared_field(adt, name)),
            Some(Place::Static(id)) => is_one(&program.static_ty(id)),
            Some(Place::Local(body, binding)) => is_one(program.types(body).binding(binding)),
            Some(Place::Unknown) | None => false,
        }
    }

    /// Whether users of the crate can reach into a place: a public field of a public type of a library.
    pub fn is_public_place(&self, place: Place) -> bool {
        let Place::Field(adt, name) = place else { return false };
        let defs = &self.program.defs;
        let def = &defs.adts[adt];
        let library = self.program.workspace.crates[def.krate.0 as usize].kind == crate::workspace::TargetKind::Lib;
        library
            && def.vis == crate::ir::Vis::Public
            && def.fields().iter().any(|field| field.name == name && field.vis == crate::ir::Vis::Public)
    }

    /// Whether a spawn call gives a handle of the catalog, or keeps it in a set of the catalog.
    pub fn has_known_handle(&self, task: &Task) -> bool {
        task.set.is_some() || super::tasks::holds_handle(self.program, self.program.ty(task.at))
    }

    /// The call at an expression, for messages.
    pub fn call_span(&self, at: ExprRef) -> Span {
        self.callee_span(at)
    }

    /// Files that could not be parsed, with the first thing that is wrong in each.
    pub fn syntax_errors(&self) -> impl Iterator<Item = &'a crate::ir::SyntaxError> {
        self.program.files.iter().filter_map(|file| file.error.as_ref())
    }
}
