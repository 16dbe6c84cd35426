//! Lists that a long-lived loop makes longer and nothing makes shorter: buffers, and lists of subscribers.

use super::registries::made_for;
use super::{Form, Loop, Model};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{BindSource, EndKind, EventKind, Place, Source, SourceOp, Tracker};
use crate::ir::{BinaryOp, BindingId, ExprId, ExprKind, PatKind, Receiver, TypeRef};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// A collection that outlives the rounds of a loop and only grows.
#[derive(Clone, Debug)]
pub struct Hoard {
    /// Its name.
    pub name: Name,
    /// Where it is declared.
    pub declared: Span,
    /// The call that makes it longer in each round.
    pub growth: ExprRef,
    /// The loop.
    pub in_loop: usize,
}

/// A list of senders that nobody leaves.
#[derive(Clone, Debug)]
pub struct Subscribers {
    /// Its name.
    pub name: Name,
    /// Where it is declared.
    pub declared: Span,
    /// A call that adds one.
    pub growth: ExprRef,
    /// A send to each of them.
    pub send: ExprRef,
}

impl Model<'_, '_> {
    /// Variables and fields of the type itself that a loop over messages makes longer in its rounds.
    pub fn hoards(&self) -> Vec<Hoard> {
        let mut found: Vec<Hoard> = Vec::new();
        for (index, one) in self.loops.iter().enumerate() {
            if !self.lives_long(one) {
                continue;
            }
            let direct = self.growths_in(one).into_iter().map(|(place, growth)| (place, growth, growth));
            for (place, growth, by) in direct.chain(self.growths_called(one)) {
                if let Some(hoard) = self.hoard(index, one, place, growth, by)
                    && !found.iter().any(|other| other.declared == hoard.declared)
                {
                    found.push(hoard);
                }
            }
        }
        found
    }

    /// It goes round as long as messages come, and is no phase of something that ends with a result.
    fn lives_long(&self, one: &Loop) -> bool {
        let waits = one.sources.iter().any(|source| {
            source.at.body == one.at.body
                && source.channel != ChannelKind::Oneshot
                && matches!(source.op, SourceOp::Receive | SourceOp::Accept | SourceOp::Tick)
                && !self.is_of_filled_set(source)
        });
        // A stream's `poll` is asked by a loop elsewhere; what follows a loop is what it collected for.
        waits && one.form != Form::Poll && (one.ends.kind == EndKind::Infinite || !one.cleanup) && !self.is_phase(one)
    }

    /// A loop of a function or block that gives a value behind it: it gathers for that, and ends with what it was called
    /// for.
    fn is_phase(&self, one: &Loop) -> bool {
        let program = self.program;
        let body = program.body(one.at.body);
        let Some((code, given)) = self.gives(one.at) else { return false };
        let value = if program.role(&given) == Some(Role::Result) { given.arg(0) } else { given };
        let holds_value = !value.is_unit() && !matches!(value, Ty::Never | Ty::Unknown);
        let ExprKind::Block { tail: Some(tail), .. } = body.expr(code) else { return false };
        holds_value && one.ends.kind == EndKind::Loops && body.span(*tail).lo >= body.span(one.at.expr).hi
    }

    /// Calls in the loop's own code that make a collection longer which was there before the loop.
    fn growths_in(&self, one: &Loop) -> Vec<(Place, ExprRef)> {
        let program = self.program;
        let body = program.body(one.at.body);
        let mut found: Vec<(Place, ExprRef)> = Vec::new();
        let tracker = Tracker::new(program, self.index, &|_| false, &|_| false);
        body.walk(one.at.expr, &mut |_| false, &mut |expr| {
            let at = ExprRef { body: one.at.body, expr };
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            let Some((row, _)) = self.sequence(program.types(at.body).expr(*receiver)) else { return };
            if !row.grow.contains(name) {
                return;
            }
            let place = tracker.place_of(ExprRef { body: at.body, expr: *receiver });
            let outside = match place {
                Place::Local(of, binding) => of == at.body && self.declared_outside(of, binding, one.at.expr).is_some(),
                Place::Field(..) => matches!(body.expr(self.root_of(at.body, *receiver)), ExprKind::Local(binding)
                    if body.binding(*binding).name == "self"),
                Place::Static(_) | Place::Unknown => false,
            };
            if outside && !self.leaves_after(at, one.at.expr) && !found.iter().any(|(other, _)| *other == place) {
                found.push((place, at));
            }
        });
        found
    }

    /// The expression that a chain of fields, methods and operators begins with.
    fn root_of(&self, body_ref: BodyRef, expr: ExprId) -> ExprId {
        let body = self.program.body(body_ref);
        let mut expr = expr;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Field { base: inner, .. }
                | ExprKind::MethodCall { receiver: inner, .. }
                | ExprKind::Unary { operand: inner, .. }
                | ExprKind::Await(inner)
                | ExprKind::Try(inner)
                | ExprKind::Ref(inner) => *inner,
                _ => return expr,
            };
        }
    }

    /// The `let` of a variable, if it does not stand in the loop; it must begin empty or short, not be handed in.
    fn declared_outside(&self, body_ref: BodyRef, binding: BindingId, in_loop: ExprId) -> Option<ExprId> {
        let body = self.program.body(body_ref);
        let local = body.binding(binding);
        let span = body.span(in_loop);
        if span.lo <= local.lo && local.hi <= span.hi {
            return None;
        }
        match self.program.uses(body_ref).source(binding) {
            BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(_, None)) => {
                (!self.is_handed_in(body_ref, value)).then_some(value)
            }
            _ => None,
        }
    }

    /// `jobs.clone()`, `Arc::clone(&jobs)` of a parameter: whoever gave that has it, too.
    fn is_handed_in(&self, body_ref: BodyRef, value: ExprId) -> bool {
        let body = self.program.body(body_ref);
        let of = match body.expr(value) {
            ExprKind::Call { callee, args }
                if args.len() == 1 && matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "clone") =>
            {
                args[0]
            }
            ExprKind::MethodCall { name, .. } if *name == "clone" => value,
            _ => return false,
        };
        matches!(body.expr(self.root_of(body_ref, of)), ExprKind::Local(binding)
            if matches!(self.program.uses(body_ref).source(*binding), BindSource::Param(_)))
    }

    /// Calls in the loop of methods that put what they are given into a field of a value which was there before the loop:
    /// the field, where it grows, and the call.
    fn growths_called(&self, one: &Loop) -> Vec<(Place, ExprRef, ExprRef)> {
        let program = self.program;
        let at = one.at.body;
        let body = program.body(at);
        let tracker = Tracker::new(program, self.index, &|_| false, &|_| false);
        let mut found = Vec::new();
        body.walk(one.at.expr, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, args, .. } = body.expr(expr) else { return };
            let call = ExprRef { body: at, expr };
            let Callee::Fn(function) = program.callee(call) else { return };
            let item = &program.defs.fns[*function];
            let Some(inner) = item.body.filter(|_| item.item.receiver == Some(Receiver::RefMut)) else { return };
            let ExprKind::Local(root) = body.expr(self.root_of(at, *receiver)) else { return };
            let outlives =
                body.binding(*root).name == "self" || self.declared_outside(at, *root, one.at.expr).is_some();
            if !outlives || self.leaves_after(call, one.at.expr) {
                return;
            }
            let code = program.body(inner);
            let bound = |pat: crate::ir::PatId| {
                let mut all = Vec::new();
                code.bindings_of(pat, &mut |binding, _| all.push(binding));
                all
            };
            // Parameters that come with the round.
            let with_round = code.params.iter().skip(1).zip(args).filter(|(_, arg)| self.is_of_round(one, at, **arg));
            let given: Vec<BindingId> = with_round.flat_map(|(pat, _)| bound(*pat)).collect();
            let this: Vec<BindingId> = code.params.first().map(|&pat| bound(pat)).unwrap_or_default();
            code.walk(code.root, &mut |_| false, &mut |grown| {
                let ExprKind::MethodCall { receiver, name, args, .. } = code.expr(grown) else { return };
                let Some((row, _)) = self.sequence(program.types(inner).expr(*receiver)) else { return };
                let here = |expr: ExprId| ExprRef { body: inner, expr };
                let own = matches!(code.expr(self.root_of(inner, *receiver)), ExprKind::Local(of) if this.contains(of));
                let of_given = |&arg: &ExprId| {
                    code.any(arg, |expr| matches!(code.expr(expr), ExprKind::Local(of) if given.contains(of)))
                };
                if row.grow.contains(name) && own && args.iter().any(of_given) {
                    let place = tracker.place_of(here(*receiver));
                    if matches!(place, Place::Field(..)) {
                        found.push((place, here(grown), call));
                    }
                }
            });
        });
        found
    }

    /// Whether an expression is made out of a variable that is bound in the loop.
    fn is_of_round(&self, one: &Loop, at: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(at);
        let span = self.program.span(one.at);
        let mut found = false;
        body.walk(expr, &mut |_| true, &mut |expr| {
            if let ExprKind::Local(binding) = body.expr(expr) {
                let local = body.binding(*binding);
                found |= span.lo <= local.lo && local.hi <= span.hi;
            }
        });
        found
    }

    /// `by`: what makes it longer in the loop itself.
    fn hoard(&self, index: usize, one: &Loop, place: Place, growth: ExprRef, by: ExprRef) -> Option<Hoard> {
        let program = self.program;
        let touches = self.touches(place);
        if !touches.only_grows() || !self.touches(self.shared_by(place)).only_grows() {
            return None;
        }
        if matches!(place, Place::Field(..)) && self.is_for_one_piece(one) {
            return None;
        }
        let body = program.body(one.at.body);
        let span = body.span(one.at.expr);
        let (name, declared) = match place {
            Place::Local(of, binding) => {
                let local = body.binding(binding);
                // What is looked at after the loop was collected for that; what nobody looks at is not known.
                let inside = |at: &ExprRef| at.body == of && span.contains(body.span(at.expr));
                // The same holds for what is looked at on the way out.
                let leaving = |at: &ExprRef| self.leaves_after(*at, one.at.expr);
                let read_later = touches.read.iter().any(|at| !inside(at) || leaving(at));
                if read_later || !touches.grown.iter().any(inside) {
                    return None;
                }
                (local.name, Span::new(body.file, local.lo, local.hi))
            }
            Place::Field(adt, name) => {
                let inside = |at: &ExprRef| at.body == one.at.body && span.contains(body.span(at.expr));
                if self.others_reach(adt, name) || !touches.read.iter().all(inside) {
                    return None;
                }
                (name, program.field_span(adt, name)?)
            }
            Place::Static(_) | Place::Unknown => return None,
        };
        // A set of things of which there are only so many.
        let with_round = growth != by || self.grows_with_messages(one, growth);
        if !with_round || self.is_ended_by_count(one, by) || self.holds_few(growth) {
            return None;
        }
        Some(Hoard { name, declared, growth, in_loop: index })
    }

    /// `let queue = queue.clone();` in front of a task: the variable whose pointer was cloned.
    fn shared_by(&self, place: Place) -> Place {
        let Place::Local(at, mut binding) = place else { return place };
        let program = self.program;
        let body = program.body(at);
        for _ in 0..4 {
            let BindSource::Value(value, _) = program.uses(at).source(binding) else { break };
            let of = match body.expr(value) {
                ExprKind::MethodCall { receiver, name, .. } if *name == "clone" => *receiver,
                ExprKind::Call { callee, args }
                    if args.len() == 1
                        && matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "clone") =>
                {
                    self.root_of(at, args[0])
                }
                _ => break,
            };
            let ExprKind::Local(other) = body.expr(of) else { break };
            if program.role(program.types(at).binding(*other)) != Some(Role::Pointer) {
                break;
            }
            binding = *other;
        }
        Place::Local(at, binding)
    }

    /// Whether the value that has a loop's field is made, filled by one call and used up, wherever that is:
    /// `builder.append(frames).await?; builder.finish().await`
    fn is_for_one_piece(&self, one: &Loop) -> bool {
        let program = self.program;
        let Some(function) = program.owner(one.at.body) else { return false };
        let callers = self.callers(function);
        let used_up = |call: &ExprRef| {
            let body = program.body(call.body);
            let uses = program.uses(call.body);
            let ExprKind::MethodCall { receiver, .. } = body.expr(call.expr) else { return false };
            let ExprKind::Local(binding) = body.expr(*receiver) else { return false };
            matches!(uses.source(*binding), BindSource::Value(..))
                && uses.of(*binding).iter().any(|&used| {
                    let Some(up) = uses.parent_expr(used) else { return false };
                    body.span(up).lo >= body.span(*receiver).lo
                        && matches!(body.expr(up), ExprKind::MethodCall { receiver, .. } if *receiver == used)
                        && matches!(program.callee(ExprRef { body: call.body, expr: up }), Callee::Fn(ends)
                            if program.defs.fns[*ends].item.receiver == Some(Receiver::Value))
                })
        };
        !callers.is_empty() && callers.iter().all(used_up)
    }

    /// Whether what comes are the results of a set of futures that was filled before, and that nobody adds to: as many as
    /// it was filled with.
    fn is_of_filled_set(&self, source: &Source) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(source.at.body), program.uses(source.at.body));
        let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
        let ExprKind::Local(set) = body.expr(*receiver) else { return false };
        let BindSource::Value(made, _) = uses.source(*set) else { return false };
        let filled = match body.expr(made) {
            ExprKind::MethodCall { name, .. } => *name == "collect",
            ExprKind::Call { callee, .. } => {
                matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "from_iter")
            }
            _ => false,
        };
        let only_asked = |&used: &ExprId| {
            uses.parent_expr(used).is_some_and(|up| match body.expr(up) {
                ExprKind::MethodCall { receiver, name, .. } => {
                    *receiver == used
                        && matches!(name.as_str(), "next" | "try_next" | "select_next_some" | "is_empty" | "len")
                }
                _ => false,
            })
        };
        let row = program.type_row(&program.peel(program.types(source.at.body).expr(*receiver)));
        let is_set = row.is_some_and(|row| row.stream && matches!(row.role, Role::Collection));
        filled && is_set && uses.of(*set).iter().all(only_asked)
    }

    /// Whether a number goes up with each growth, and the loop ends when it is large enough:
    /// `if count >= MAX { break; } if seen.insert(id) { count += 1; }`
    fn is_ended_by_count(&self, one: &Loop, growth: ExprRef) -> bool {
        let body = self.program.body(one.at.body);
        if growth.body != one.at.body {
            return false;
        }
        let local = |expr: ExprId| match body.expr(expr) {
            ExprKind::Local(binding) => Some(*binding),
            _ => None,
        };
        let mut ends: Vec<BindingId> = Vec::new();
        let mut counts: Vec<(BindingId, ExprId)> = Vec::new();
        body.walk(one.at.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::If { cond, then, .. } if super::closing::leaves(body, *then) => {
                if let ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } = body.expr(*cond) {
                    ends.extend([*lhs, *rhs].into_iter().filter_map(local));
                }
            }
            ExprKind::Assign { place, compound: true, .. } => {
                counts.extend(local(*place).map(|binding| (binding, expr)));
            }
            _ => {}
        });
        let with_growth = |expr: ExprId| {
            let (count, grown) = (body.span(expr), self.program.span(growth));
            self.program.uses(growth.body).ancestors(expr).take_while(|&up| up != one.at.expr).any(|up| {
                match body.expr(up) {
                    ExprKind::If { cond, then, .. } => {
                        body.span(*cond).contains(grown) && body.span(*then).contains(count)
                    }
                    // In one course, with no branch between.
                    ExprKind::Block { .. } => {
                        body.span(up).contains(grown)
                            && self.arm_of(growth.body, expr, up).is_none()
                            && self.arm_of(growth.body, growth.expr, up).is_none()
                    }
                    _ => false,
                }
            })
        };
        let outside = |binding: BindingId| !body.span(one.at.expr).contains(self.binding_span(growth.body, binding));
        counts.into_iter().any(|(binding, expr)| ends.contains(&binding) && outside(binding) && with_growth(expr))
    }

    /// Code outside of the workspace can get at a field.
    fn others_reach(&self, adt: AdtId, name: Name) -> bool {
        let def = &self.program.defs.adts[adt];
        let field = def.fields().iter().find(|field| field.name == name);
        field.is_none_or(|field| field.vis == crate::ir::Vis::Public && def.vis == crate::ir::Vis::Public)
    }

    /// Whether what is put in comes with the round: it is made out of a variable that is bound in the loop.
    fn grows_with_messages(&self, one: &Loop, growth: ExprRef) -> bool {
        let ExprKind::MethodCall { args, .. } = self.program.expr(growth) else { return false };
        args.iter().any(|&arg| self.is_of_round(one, growth.body, arg))
    }

    /// A set whose elements have only so many values: `HashSet<Kind>` of an enum without data.
    fn holds_few(&self, growth: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(growth) else { return false };
        let set = program.derefs(program.types(growth.body).expr(*receiver)).into_iter().find(|ty| {
            ty.api_path().is_some_and(|path| path.as_str().ends_with("Set") && program.apis.sequence(path).is_some())
        });
        match set.map(|set| set.arg(0)) {
            Some(Ty::Prim(name)) => matches!(name.as_str(), "bool" | "u8" | "i8"),
            Some(Ty::Adt(adt, _)) => {
                matches!(program.defs.adts[adt].kind, crate::resolve::AdtKind::Enum(item)
                    if item.variants.iter().all(|variant| variant.fields.is_empty()))
            }
            _ => false,
        }
    }

    /// Lists of senders that grow while the program runs, are sent to, and lose nobody.
    pub fn unpruned_subscribers(&self) -> Vec<Subscribers> {
        let program = self.program;
        let mut places: Vec<Place> = Vec::new();
        for (adt, def) in program.defs.adts.iter() {
            if def.test && !self.tests {
                continue;
            }
            for field in def.fields() {
                if self.index.may_use_field(field.name)
                    && names_collection(self, &field.ty)
                    && self.holds_senders(&program.declared_field(adt, field.name))
                {
                    places.push(Place::Field(adt, field.name));
                }
            }
        }
        // Variables of loops that take new subscribers as messages.
        for one in &self.loops {
            for (place, _) in self.growths_in(one) {
                if let Place::Local(body, binding) = place
                    && self.holds_senders(program.types(body).binding(binding))
                    && !places.contains(&place)
                {
                    places.push(place);
                }
            }
        }
        // Lists that the code around an accept loop makes for its sessions.
        let is_pointer = |ty: &Ty| ty.api_path().is_some_and(|path| path == "std::sync::Arc");
        for one in self.loops.iter().filter(|one| !self.skips(one.at.body) && self.accept_of(one).is_some()) {
            for (body, binding) in made_for(self, one.at, &|ty| is_pointer(ty) && self.holds_senders(ty)) {
                let place = Place::Local(body, binding);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        places.into_iter().filter_map(|place| self.subscribers(place)).collect()
    }

    /// A sequence of senders whose send says when the other end is gone.
    fn holds_senders(&self, ty: &Ty) -> bool {
        self.sequence(ty).is_some_and(|(_, elem)| self.holds_sender(&elem, 0))
    }

    fn holds_sender(&self, ty: &Ty, depth: u8) -> bool {
        match ty {
            Ty::Api(path, args) => {
                let row = self.program.apis.type_(*path).map(|id| self.program.apis.ty(id));
                row.is_some_and(|row| {
                    row.role == Role::Sender
                        && !matches!(
                            row.channel,
                            Some(ChannelKind::Broadcast | ChannelKind::Watch | ChannelKind::Oneshot)
                        )
                        || row.role == Role::Pointer
                            && args.first().is_some_and(|arg| depth < 4 && self.holds_sender(arg, depth + 1))
                })
            }
            Ty::Adt(adt, _) => {
                depth < 2 && self.program.all_fields(*adt).iter().any(|field| self.holds_sender(field, depth + 1))
            }
            Ty::Tuple(parts) => parts.iter().any(|part| depth < 4 && self.holds_sender(part, depth + 1)),
            _ => false,
        }
    }

    /// A sender, or anything around one: a list, a guard, an iterator, a result.
    fn may_hold_sender(&self, ty: &Ty, depth: u8) -> bool {
        let inner = |args: &[Ty]| depth < 6 && args.iter().any(|arg| self.may_hold_sender(arg, depth + 1));
        self.holds_sender(ty, 0)
            || match ty {
                Ty::Api(_, args) | Ty::Tuple(args) => inner(args),
                Ty::Slice(elem) => inner(std::slice::from_ref(elem)),
                Ty::Future(future) => inner(std::slice::from_ref(&future.output)),
                _ => false,
            }
    }

    fn subscribers(&self, place: Place) -> Option<Subscribers> {
        let program = self.program;
        let touches = self.touches(place);
        if !touches.only_grows() {
            return None;
        }
        let growth = *touches.grown.iter().find(|at| !self.skips(at.body) && self.while_running(**at))?;
        let holds = |ty: &Ty| self.may_hold_sender(ty, 0);
        let skip = |body| self.skips(body);
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        tracker.place(place);
        let passed = tracker.events.iter().any(|event| matches!(event.kind, EventKind::Passed));
        let send = tracker.events.iter().find(|event| event.kind == EventKind::Verb(Verb::Send))?.at;
        if passed {
            return None;
        }
        let (name, declared) = match place {
            Place::Field(adt, name) if !self.others_reach(adt, name) => (name, program.field_span(adt, name)?),
            Place::Local(body, binding) => {
                let local = program.body(body).binding(binding);
                (local.name, Span::new(program.body(body).file, local.lo, local.hi))
            }
            _ => return None,
        };
        Some(Subscribers { name, declared, growth, send })
    }

    /// Whether subscribers come while the program runs: in a loop, through a shared reference, or each with a
    /// receiver that the function gives back.
    fn while_running(&self, at: ExprRef) -> bool {
        let program = self.program;
        let span = program.body(at.body).span(at.expr);
        let in_loop = self
            .loops
            .iter()
            .any(|one| one.at.body == at.body && program.body(at.body).span(one.at.expr).contains(span));
        let Some(function) = program.owner(at.body) else { return in_loop };
        let sig = program.sig(function);
        in_loop
            || program.defs.fns[function].item.receiver == Some(Receiver::Ref)
            || gives_receiver(self, &sig.output, 0)
            || self.may_run_per_connection(function)
    }
}

fn gives_receiver(model: &Model<'_, '_>, ty: &Ty, depth: u8) -> bool {
    if model.program.role(ty) == Some(Role::Receiver) {
        return true;
    }
    depth < 3
        && match ty {
            Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|arg| gives_receiver(model, arg, depth + 1)),
            Ty::Adt(adt, _) => {
                model.program.all_fields(*adt).iter().any(|field| gives_receiver(model, field, depth + 2))
            }
            Ty::Future(future) => gives_receiver(model, &future.output, depth + 1),
            _ => false,
        }
}

/// By spelling first: a type with arguments, or an alias.
fn names_collection(model: &Model<'_, '_>, ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Path(path) => {
            path.segments.iter().any(|segment| segment.args.is_some())
                || model.program.defs.aliases.iter().any(|(_, alias)| alias.name == path.last())
        }
        TypeRef::Ref(inner) => names_collection(model, inner),
        _ => false,
    }
}
