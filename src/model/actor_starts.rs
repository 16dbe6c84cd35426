//! Actors that the program starts through an actor crate: tasks of the map, whose handle is a join handle or a
//! reference. The rules about tasks say nothing of them; those about supervision do.

use super::tasks::{self, Fate, Final, Owner, OwnerKind, Task, Verdict};
use super::{Model, Ward, callee_span};
use crate::apis::{DropEffect, ExitKind, Role, TaskKind, Verb, Work};
use crate::flow::{EndKind, Ends, Exit, Parent, Tracker};
use crate::ir::{ExprKind, PatKind, TypeRef};
use crate::resolve::{AdtId, BodyRef, ExprRef, Program, Ty};

impl Model<'_, '_> {
    /// Calls that start an actor, in order of their places.
    pub fn actor_starts(&self) -> &[Task] {
        self.actor_starts.get_or_init(|| {
            let program = self.program;
            let calls = self.calls_named(|row| row.verb == Verb::Spawn && !row.starts_task() && self.may_use(row.path));
            let mut found: Vec<Task> = calls.into_iter().filter_map(|at| self.actor_start(at)).collect();
            let path = |task: &Task| program.workspace.sources.get(task.span.file).path.clone();
            found.sort_by_cached_key(|task| (path(task), task.span.lo));
            found
        })
    }

    /// The start of a child, where it is the start of an actor: its index.
    pub fn start_of_ward(&self, ward: &Ward) -> Option<usize> {
        self.actor_starts().iter().position(|task| self.is_start_of(task.at, ward))
    }

    /// Whether a start is that of a child: what its supervisor is told, what that is given (`ctx.add_child(Child.spawn())`),
    /// or the only start in the function that makes it (`SpawnFn::new(start_store)`).
    fn is_start_of(&self, start: ExprRef, ward: &Ward) -> bool {
        let program = self.program;
        if self.begins_at(start, ward.at) {
            return true;
        }
        let within = |code: ExprRef| code.body == start.body && program.span(code).contains(program.span(start));
        // One that is a supervisor, too, has its children's starts in its own code.
        if ward.adt.is_some() && self.started_actor(start, self.start_work(start)) != ward.adt {
            return false;
        }
        let made_by = ward.function.and_then(|function| program.defs.fns[function].body);
        ward.given.iter().any(|&given| within(given)) || made_by == Some(start.body)
    }

    /// Whether a start is what a call describes, or the end of the chain that begins there:
    /// `Worker::supervise(…).restart_limit(…).spawn()`
    fn begins_at(&self, start: ExprRef, call: ExprRef) -> bool {
        let body = self.program.body(start.body);
        let mut expr = start.expr;
        while expr != call.expr {
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => expr = *receiver,
                _ => return false,
            }
        }
        start.body == call.body
    }

    fn actor_start(&self, at: ExprRef) -> Option<Task> {
        let program = self.program;
        let row = program.called_api(at)?;
        if row.verb != Verb::Spawn || row.starts_task() {
            return None;
        }
        let span = callee_span(program, at);
        let given = program.ty(at).given();
        // A builder gives it when it is awaited.
        let output = program.output(given);
        let handle = held(program, given, Role::JoinHandle)
            .or_else(|| held(program, given, Role::ActorRef))
            .or_else(|| held(program, &output, Role::ActorRef));
        let holds = |ty: &Ty| handle.as_ref().is_some_and(|handle| tasks::holds_type(program, ty, handle));
        let skip = |body: BodyRef| self.skips(body);
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        if handle.is_some() {
            tracker.value(at);
        }
        let events = tracker.events;
        let (mut fate, mut fate_final, lost, on_purpose) =
            tasks::fates(program, false, handle.is_none(), None, &handle.clone().unwrap_or_default(), None, &events);
        // `let (actor, _) = Actor::spawn(…).await?;`
        if fate == Fate::Unknown && events.is_empty() {
            fate = Fate::Dropped;
        }
        let last_ref_ends = row.on_drop == Some(DropEffect::Abort);
        // Its reference is a variable's, and it lives as long as the function.
        if last_ref_ends && fate == Fate::Dropped && self.is_bound(at) {
            (fate, fate_final) = (Fate::AbortOnDrop, Some(Final::AbortOnDrop));
        }
        if last_ref_ends && fate_final == Some(Final::NeverUsed) {
            fate_final = Some(Final::AbortOnDrop);
        }
        let exit = |kind| Exit { kind, span, on: None };
        let mut exits = vec![exit(ExitKind::ShutdownSignal)];
        if last_ref_ends {
            exits.insert(0, exit(ExitKind::ChannelClosed));
        }
        let ends = Ends { kind: EndKind::Loops, exits, loop_span: None };
        let supervisor = self.supervisor_of(at);
        let owned = supervisor.is_some() || self.is_started_under(at);
        let verdict = match owned {
            true => Verdict::Ok,
            false => tasks::verdict(fate, fate_final, &ends, Some(true), lost.is_some()),
        };
        let owner = supervisor.or_else(|| tasks::owner(self, fate, fate_final, None, &events, span));
        let work_at = self.start_work(at);
        let work = self.started_actor(at, work_at).map_or(Ty::Unknown, |adt| Ty::Adt(adt, crate::resolve::no_args()));
        Some(Task {
            at,
            span,
            api: tasks::api_name(program, at, span),
            kind: TaskKind::Actor,
            fate,
            fate_final,
            ends,
            waits: Vec::new(),
            work,
            work_at,
            abortable: false,
            stoppable: Some(true),
            verdict,
            owner,
            events,
            lost,
            on_purpose,
            detaches: !last_ref_ends,
            set: None,
            output: Ty::Unknown,
            of_param: false,
            no_handle: handle.is_none(),
        })
    }

    /// Whether what a call gives is put into a variable with a name.
    fn is_bound(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut expr = at.expr;
        loop {
            match uses.parent(expr) {
                Parent::Let(block, index) => {
                    return body.let_pat(block, index).is_some_and(|pat| matches!(body.pat(pat), PatKind::Bind(..)));
                }
                Parent::Expr(up) => match body.expr(up) {
                    ExprKind::Await(_) | ExprKind::Try(_) => expr = up,
                    ExprKind::MethodCall { receiver, .. } if *receiver == expr => expr = up,
                    _ => return false,
                },
                _ => return false,
            }
        }
    }

    /// The expression that makes the actor which a call starts.
    fn start_work(&self, at: ExprRef) -> Option<ExprRef> {
        let here = |expr| ExprRef { body: at.body, expr };
        match (self.program.expr(at), self.program.called_api(at)?.work) {
            (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }, Some(Work::Arg(position))) => {
                args.get(usize::from(position)).copied().map(here)
            }
            (ExprKind::MethodCall { receiver, .. }, Some(Work::Receiver)) => Some(here(*receiver)),
            _ => None,
        }
    }

    /// The type of the actor that a call starts.
    pub(super) fn started_actor(&self, at: ExprRef, work: Option<ExprRef>) -> Option<AdtId> {
        let program = self.program;
        let adt = |ty: &Ty| match program.peel(ty) {
            Ty::Adt(adt, _) => Some(adt),
            Ty::Closure(closure) => match program.closure_result(closure) {
                Ty::Adt(adt, _) => Some(adt),
                _ => None,
            },
            _ => None,
        };
        let written =
            |generics: &[TypeRef]| generics.first().and_then(|ty| adt(&program.lower_type(program.scope(at.body), ty)));
        let named = match program.expr(at) {
            ExprKind::Call { callee, .. } => self.named_type(at.body, *callee),
            ExprKind::MethodCall { generics, .. } => written(generics).or_else(|| self.actor_of_chain(at)),
            _ => None,
        };
        named.or_else(|| adt(program.ty(work?)))
    }

    /// `Worker` of `Worker::supervise(…).restart_limit(…).spawn()`.
    fn actor_of_chain(&self, at: ExprRef) -> Option<AdtId> {
        let body = self.program.body(at.body);
        let mut expr = at.expr;
        while let ExprKind::MethodCall { receiver, .. } = body.expr(expr) {
            expr = *receiver;
        }
        let ExprKind::Call { callee, .. } = body.expr(expr) else { return None };
        self.named_type(at.body, *callee).filter(|&adt| self.is_any_actor(adt))
    }

    /// The supervisor that a call puts an actor under, where it is known.
    fn supervisor_of(&self, at: ExprRef) -> Option<Owner> {
        let above = self.overseers().iter().find(|one| one.children.iter().any(|child| self.is_start_of(at, child)))?;
        Some(Owner { kind: OwnerKind::Supervisor, name: above.name.clone(), span: above.span })
    }
}

/// The handle or reference in what a call gives.
fn held(program: &Program<'_>, ty: &Ty, role: Role) -> Option<Ty> {
    if program.role(ty) == Some(role) {
        return Some(ty.clone());
    }
    match ty {
        Ty::Api(_, args) | Ty::Tuple(args) => args.iter().find_map(|arg| held(program, arg, role)),
        _ => None,
    }
}
