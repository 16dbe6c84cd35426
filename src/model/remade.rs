//! Pools and clients that are made again and again: in a loop, for each request, or for an object that is.
//!
//! What is put into a static, a collection or something unknown is kept, and is no matter of this. What is put into an
//! object lives as long as that: then the question is who makes the object.

use super::{Model, Runs};
use crate::apis::{Deed, Role, Verb};
use crate::flow::{EventKind, Place, Tracker};
use crate::ir::{BindingId, Body, ExprId, ExprKind, PatId, Receiver, Stmt};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Res, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// Something long-lived that is made again and again.
#[derive(Clone, Debug)]
pub struct Remade {
    /// The call that makes it.
    pub span: Span,
    /// What it is made for.
    pub per: Per,
    /// Calls from there to it, outermost first.
    pub way: Vec<Span>,
}

/// What something is made for, again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Each request: the name of the handler.
    Request(Span),
    /// Each round of a loop: its keyword.
    Round(Span),
    /// Each round of a loop that waits for a time: nothing would be left of a connection by then.
    Period(Span),
}

/// What is followed.
#[derive(Clone, Copy)]
enum What {
    /// The pool or client itself.
    Resource,
    /// The object that it was put into.
    Object(AdtId),
}

/// What becomes of it where it was made.
enum Kept {
    /// It ends there, or goes back to the caller.
    No,
    /// It goes into a new object: the literal.
    In(ExprRef, AdtId),
    Yes,
}

/// Names of attributes that make a function a handler, in crates that use one of the frameworks.
const ROUTES: [&str; 11] = [
    "get",
    "post",
    "put",
    "delete",
    "patch",
    "head",
    "options",
    "route",
    "handler",
    "api_v2_operation",
    "utoipa::path",
];
const RESOLVERS: [&str; 4] = ["Object", "Subscription", "graphql_object", "graphql_subscription"];
const EXTRACTORS: [&str; 3] = ["FromRequest", "FromRequestParts", "OptionalFromRequestParts"];
const FRAMEWORKS: [&str; 7] = ["actix_web", "rocket", "ntex", "poem", "salvo", "paperclip", "axum"];

const FAR: usize = 3;

impl Model<'_, '_> {
    /// Pools that are made in a loop or for each request.
    pub fn remade_pools(&self) -> Vec<Remade> {
        self.pools().iter().filter_map(|pool| self.remade(pool.at)).collect()
    }

    /// Clients that are made in a loop or for each request.
    pub fn remade_clients(&self) -> Vec<Remade> {
        self.calls_that(Deed::Client).into_iter().filter_map(|at| self.remade(at)).collect()
    }

    fn remade(&self, at: ExprRef) -> Option<Remade> {
        let span = self.callee_span(at);
        let mut open = vec![(at, What::Resource, Vec::<Span>::new(), false)];
        let mut seen: FxHashSet<FnId> = FxHashSet::default();
        for _ in 0..=FAR {
            let mut next = Vec::new();
            'ways: for (mut call, mut what, way, mut stays) in open {
                if self.goes_into_lent(call) {
                    continue;
                }
                loop {
                    match self.kept(call, what) {
                        Kept::In(object, adt) if object != call => (call, what) = (object, What::Object(adt)),
                        Kept::No => break,
                        Kept::In(..) | Kept::Yes => continue 'ways,
                    }
                }
                stays |= self.works_on(call);
                if let Some(per) = self.round_of(call, what, stays) {
                    return Some(Remade { span, per, way });
                }
                if let Some(route) = self.routed_closure(call) {
                    return Some(Remade { span, per: Per::Request(route), way });
                }
                if let Some(function) = self.direct_owner(call)
                    && self.is_handler(function)
                {
                    let per = Per::Request(self.program.defs.fns[function].name_span);
                    return Some(Remade { span, per, way });
                }
                let Some(function) = self.direct_owner(call).filter(|function| seen.insert(*function)) else {
                    continue;
                };
                for caller in self.callers(function) {
                    let mut way = way.clone();
                    way.insert(0, self.callee_span(caller));
                    next.push((caller, what, way, stays));
                }
            }
            open = next;
        }
        None
    }

    /// What a router is given the closure by that an expression is the code of: `get(|| async { … })`.
    fn routed_closure(&self, at: ExprRef) -> Option<Span> {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let closure = uses.ancestors(at.expr).find(|&up| matches!(body.expr(up), ExprKind::Closure { .. }))?;
        // A task that the handler starts may be one for all.
        let is_task = |work: ExprRef| {
            work.body == at.body
                && body.span(work.expr).contains(body.span(at.expr))
                && body.span(closure).contains(body.span(work.expr))
        };
        let call = ExprRef { body: at.body, expr: uses.parent_expr(closure)? };
        let routes = !self.skips(at.body) && self.args(call).contains(&closure) && self.does(call, Deed::Route);
        (routes && !self.tasks.iter().filter_map(|task| task.work_at).any(is_task)).then(|| self.callee_span(call))
    }

    /// The function whose own code an expression is; not a closure that somebody runs some time, and not a future that
    /// somebody unknown is given.
    pub(super) fn direct_owner(&self, at: ExprRef) -> Option<FnId> {
        let body = self.program.body(at.body);
        let lazy =
            self.program.uses(at.body).ancestors(at.expr).any(|up| matches!(body.expr(up), ExprKind::Closure { .. }));
        if lazy || matches!(self.runs(at), Runs::Unknown) { None } else { self.program.owner(at.body) }
    }

    /// Whether the value goes into a field, static, cell or collection, or to somebody unknown.
    fn kept(&self, at: ExprRef, what: What) -> Kept {
        let program = self.program;
        let holds = |ty: &Ty| {
            program.derefs(ty).iter().any(|ty| {
                let inner = match program.role(ty) {
                    Some(Role::Option | Role::Result) => ty.arg(0),
                    _ => ty.clone(),
                };
                match what {
                    What::Resource => program.role(&inner) == Some(Role::Pool),
                    What::Object(adt) => matches!(program.peel(&inner), Ty::Adt(of, _) if of == adt),
                }
            })
        };
        let skip = |body: BodyRef| self.skips(body);
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        tracker.value(at);
        let own = program.owner(at.body);
        let goes_back =
            tracker.events.iter().any(|event| matches!(event.kind, EventKind::Returned(of) if Some(of) == own));
        let goes_on =
            tracker.events.iter().any(|event| matches!(event.kind, EventKind::Given(_) | EventKind::Captured(_)));
        let mut object = None;
        for event in &tracker.events {
            match event.kind {
                EventKind::Stored(place) if event.depth == 0 => match (place, self.literal_around(at, event.at)) {
                    // `Self { client: Client::new() }`
                    (Place::Field(adt, _), Some(literal)) => object = Some((literal, adt)),
                    _ => return Kept::Yes,
                },
                EventKind::Passed if self.is_lent_once(event.at) => {}
                // `set.spawn(worker(pool))`: a worker that waits for messages, or for times, keeps it.
                EventKind::Given(function)
                    if event.depth == 0
                        && program.defs.fns[function].body.is_some_and(|inner| self.waits_in_loop(inner)) =>
                {
                    return Kept::Yes;
                }
                EventKind::Collected(_) | EventKind::Passed if event.depth == 0 => return Kept::Yes,
                // What others do with what they were given back, or with a field of the object, is theirs to answer for.
                EventKind::Stored(_) | EventKind::Collected(_) if !goes_back && object.is_none() || goes_on => {
                    return Kept::Yes;
                }
                _ => {}
            }
        }
        object.map_or(Kept::No, |(literal, adt)| Kept::In(literal, adt))
    }

    /// `Pooled { client: Some(connect().await?), idle: self.idle.clone() }`
    fn goes_into_lent(&self, call: ExprRef) -> bool {
        let body = self.program.body(call.body);
        let around = self.program.uses(call.body).ancestors(call.expr);
        let mut inside =
            around.take_while(|&up| !body.expr(up).is_lazy() && !matches!(body.expr(up), ExprKind::Block { .. }));
        inside.any(|up| {
            let object = self.program.types(call.body).expr(up);
            matches!(body.expr(up), ExprKind::Struct { .. })
                && matches!(object, Ty::Adt(adt, _) if self.gives_back_on_drop(*adt))
        })
    }

    /// Whether an object that is dropped puts something into a collection or channel: a pool of the program's own gets
    /// back what the object was lent, and the next one has it again.
    fn gives_back_on_drop(&self, adt: AdtId) -> bool {
        let program = self.program;
        let Some(at) = self.drop_of(adt) else { return false };
        let body = program.body(at);
        body.any(body.root, |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return false };
            let grows = || {
                let row = self.sequence(program.types(at).expr(*receiver));
                row.is_some_and(|(row, _)| row.grow.contains(name))
            };
            self.has_verb(ExprRef { body: at, expr }, Verb::Send) || grows()
        })
    }

    /// `call(&client).await` has it only for as long as it lasts.
    fn is_lent_once(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        matches!(body.expr(at.expr), ExprKind::Ref(_))
            && uses
                .parent_expr(at.expr)
                .and_then(|call| uses.parent_expr(call))
                .is_some_and(|up| matches!(body.expr(up), ExprKind::Await(_)))
    }

    /// The literal of an object that a value is put into where it is made.
    fn literal_around(&self, at: ExprRef, stored: ExprRef) -> Option<ExprRef> {
        if stored.body != at.body {
            return None;
        }
        let program = self.program;
        let is_literal = |expr: &ExprId| {
            matches!(program.body(at.body).expr(*expr), ExprKind::Struct { .. })
                || matches!(program.callee_of(ExprRef { body: at.body, expr: *expr }), Some(Callee::Ctor(_)))
        };
        let near = std::iter::once(stored.expr).chain(program.uses(at.body).parent_expr(stored.expr));
        near.into_iter().find(is_literal).map(|expr| ExprRef { body: at.body, expr })
    }

    /// Whether a loop behind works on with the same value: who made it keeps it for many rounds.
    fn works_on(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        // What is named after it: `let pool = make()?; let store = Store::on(&pool);`, but not what it answers.
        let mut named: Vec<BindingId> = Vec::new();
        let mut stays = false;
        body.walk(body.root, &mut |_| true, &mut |expr| match body.expr(expr) {
            ExprKind::Block { stmts, .. } => {
                for stmt in stmts {
                    let Stmt::Let { pat, init: Some(init), .. } = stmt else { continue };
                    let is_made_here = body.span(*init).contains(body.span(at.expr));
                    let is_made_of_it = || {
                        let (mut mentions, mut asks) = (false, false);
                        body.walk(*init, &mut |_| true, &mut |part| match body.expr(part) {
                            ExprKind::Local(binding) => mentions |= named.contains(binding),
                            ExprKind::Await(_) => asks = true,
                            _ => {}
                        });
                        mentions && !asks
                    };
                    if is_made_here || is_made_of_it() {
                        body.bindings_of(*pat, &mut |binding, _| named.push(binding));
                    }
                }
            }
            ExprKind::Loop { body: code, .. } => {
                let code = body.span(*code);
                stays |= !code.contains(body.span(at.expr))
                    && named
                        .iter()
                        .any(|&binding| uses.of(binding).iter().any(|&place| code.contains(body.span(place))));
            }
            _ => {}
        });
        stays
    }

    /// The loop that comes by here again after it went well; `stays`: who has it works on with it.
    fn round_of(&self, at: ExprRef, what: What, stays: bool) -> Option<Per> {
        let program = self.program;
        let body = program.body(at.body);
        let mut started = false;
        for up in program.uses(at.body).ancestors(at.expr) {
            match body.expr(up) {
                ExprKind::Closure { .. } => return None,
                ExprKind::Async { body: code, .. } => {
                    let is_task = self
                        .tasks
                        .iter()
                        .filter_map(|task| task.work_at)
                        .any(|work| work.body == at.body && body.span(work.expr).contains(body.span(up)));
                    if !is_task || matches!(what, What::Object(_)) || self.goes_round(at.body, *code) {
                        return None;
                    }
                    started = true;
                }
                // Work that is started for a message may be rare; for each element of a list there is one at once.
                ExprKind::Loop { .. } | ExprKind::While { .. } if started => return None,
                // A worker for each element, which makes one and keeps it.
                ExprKind::For { .. } if started && stays => return None,
                // An object for each element of a list may be one of a few, made at the start.
                ExprKind::For { .. } if matches!(what, What::Object(_)) => return None,
                // `for url in databases { connect(url) … }`: each is another's.
                ExprKind::For { pat, .. } if self.is_named_by(at, *pat) => {}
                // `for name in ["live", "archive"]`: as many as stand there.
                ExprKind::For { iter, .. } if is_listed(body, *iter) => {}
                ExprKind::Loop { body: code, .. }
                | ExprKind::While { body: code, .. }
                | ExprKind::For { body: code, .. } => {
                    if !body.span(*code).contains(body.span(at.expr)) {
                        return None;
                    }
                    // A loop that is left when it has worked tries again; it does not make many.
                    let (mut leaves, mut pauses) = (false, false);
                    body.walk(*code, &mut |_| false, &mut |expr| {
                        leaves |= matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
                        pauses |= match program.callee_of(ExprRef { body: at.body, expr }) {
                            Some(Callee::Api(api)) => {
                                matches!(program.apis.row(*api).verb, Verb::Sleep | Verb::Tick)
                            }
                            // `backoff.pause().await`
                            Some(Callee::Fn(function)) => super::loop_waits::sleeps_inside(program, *function, 1),
                            _ => false,
                        };
                    });
                    let span = self.callee_span(ExprRef { body: at.body, expr: up });
                    return (!leaves).then_some(if pauses { Per::Period(span) } else { Per::Round(span) });
                }
                _ => {}
            }
        }
        None
    }

    /// Whether the address that something is made with is what a loop's pattern binds.
    fn is_named_by(&self, at: ExprRef, pat: PatId) -> bool {
        // A function that makes it may be given anything in front; `reqwest::get(url)` makes one that is for all.
        let asks_at_once = self.called_path(at).is_some_and(|path| self.program.apis.marked(path, Deed::Reach));
        if asks_at_once || !self.does(at, Deed::Client) && !self.does(at, Deed::Pool) {
            return false;
        }
        let body = self.program.body(at.body);
        let mut bound: Vec<BindingId> = Vec::new();
        body.bindings_of(pat, &mut |binding, _| bound.push(binding));
        self.args(at).first().is_some_and(|&address| {
            super::round::field_way(body, address).is_some_and(|(root, _)| bound.contains(&root))
        })
    }

    /// Whether code has a loop of its own.
    fn goes_round(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        let mut found = false;
        body.walk(code, &mut |_| true, &mut |expr| {
            found |= body.expr(expr).is_loop();
        });
        found
    }

    /// Whether a function runs once for each request: what it is given comes from one, its attribute says so, or a
    /// router is given it.
    pub(super) fn is_handler(&self, function: FnId) -> bool {
        let program = self.program;
        let def = &program.defs.fns[function];
        if def.name == "main" {
            return false;
        }
        let extracts = |ty: &Ty| {
            let deed = ty.api_path().and_then(|path| program.apis.deed(path));
            deed.is_some_and(|deed| matches!(deed.does, Deed::Extract | Deed::Lend))
        };
        // A method that takes its value away is called by whoever has one: no router does.
        let takes_self = def.item.receiver == Some(Receiver::Value)
            && def.container.impl_().is_some_and(|id| program.defs.impls[id].item.of_trait.is_none());
        !takes_self && program.sig(function).params.iter().any(extracts)
            || def.attrs.names.iter().any(|name| is_route(name.as_str())) && self.has_framework(function)
            || self.is_resolver(function)
            || self.is_extractor(function)
            || self.index.paths(def.name).iter().any(|&path| self.is_routed(path, function))
    }

    /// A method of a GraphQL object.
    fn is_resolver(&self, function: FnId) -> bool {
        let defs = &self.program.defs;
        defs.fns[function].container.impl_().is_some_and(|id| {
            let mut names = defs.impls[id].attrs.names.iter();
            names.any(|name| RESOLVERS.contains(&crate::apis::last_segment(name.as_str())))
        })
    }

    /// A method that makes an argument of handlers: `impl FromRequestParts<S> for Database`.
    fn is_extractor(&self, function: FnId) -> bool {
        let defs = &self.program.defs;
        let of_trait = defs.fns[function].container.impl_().and_then(|id| defs.impls[id].of_trait);
        matches!(of_trait, Some(Res::External(path)) if path.as_str().split_once("::").is_some_and(|(root, _)| {
            EXTRACTORS.contains(&crate::apis::last_segment(path.as_str())) && (root == "axum_core" || FRAMEWORKS.contains(&root))
        }))
    }

    fn has_framework(&self, function: FnId) -> bool {
        let krate = &self.program.workspace.crates[self.program.defs.fns[function].krate.0 as usize];
        self.program.workspace.packages[krate.package.0 as usize].manifest.is_none()
            || FRAMEWORKS.iter().any(|name| krate.deps.contains_key(&Name::from(name)))
    }

    /// `get(function)`, `web::post().to(function)`
    fn is_routed(&self, path: ExprRef, function: FnId) -> bool {
        let program = self.program;
        let Some(parent) = program.uses(path.body).parent_expr(path.expr) else { return false };
        let call = ExprRef { body: path.body, expr: parent };
        !self.skips(path.body)
            && matches!(program.expr(call), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
            && self.args(call).contains(&path.expr)
            && self.does(call, Deed::Route)
            && matches!(program.types(path.body).expr(path.expr), Ty::Fn(of) if *of == function)
    }
}

/// Whether what is gone through stands there, element by element.
fn is_listed(body: &Body, iter: ExprId) -> bool {
    match body.expr(iter) {
        ExprKind::Array { .. } => true,
        ExprKind::Ref(inner) => is_listed(body, *inner),
        ExprKind::MethodCall { receiver, name, args, .. } => {
            args.is_empty() && matches!(name.as_str(), "iter" | "into_iter") && is_listed(body, *receiver)
        }
        _ => false,
    }
}

/// `#[get("/")]`, `#[actix_web::get("/")]`
fn is_route(name: &str) -> bool {
    match name.split_once("::") {
        Some((root, last)) if FRAMEWORKS.contains(&root) => ROUTES.contains(&last),
        _ => ROUTES.contains(&name),
    }
}
