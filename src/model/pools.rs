//! Pools, the connections that are taken from them, and clients that keep connections of their own.

use super::{Held, Model, Nested, Waiter};
use crate::apis::{Deed, DeedOf, Role, Verb};
use crate::flow::{BindSource, Parent, SourceOp};
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Namespace, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// A number that is set on a builder.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The argument.
    pub span: Span,
    /// Its value, where it is a literal.
    pub value: Option<u64>,
}

/// A pool of connections.
#[derive(Clone, Debug)]
pub struct Pool {
    /// The call that makes it.
    pub at: ExprRef,
    /// The callee's path or the method's name.
    pub span: Span,
    /// What is known of its kind.
    pub row: DeedOf,
    /// Its greatest size, where the text sets one.
    pub size: Option<Setting>,
    /// Its smallest size, where the text sets one.
    pub min: Option<Setting>,
    /// The limit for waiting callers, where the text sets one.
    pub wait: Option<Setting>,
    /// All that configures it was read: what is not set here is not set.
    pub known: bool,
    /// It holds values that a type of the workspace makes, which need not be connections.
    pub own: bool,
}

impl Pool {
    /// Its size, in words.
    pub fn size_text(&self, model: &Model<'_, '_>) -> Option<String> {
        match &self.size {
            Some(setting) => Some(model.program.workspace.sources.text(setting.span).to_owned()),
            None if self.known => self.row.size.map(|size| size.as_str().to_owned()),
            None => None,
        }
    }

    /// How long callers wait for a connection, in words.
    pub fn wait_text(&self, model: &Model<'_, '_>) -> Option<String> {
        match &self.wait {
            Some(setting) => Some(model.program.workspace.sources.text(setting.span).to_owned()),
            None if self.known => self.row.wait.map(|wait| wait.as_str().to_owned()),
            None => None,
        }
    }

    /// Why its size cannot work, or is more than `most`: the place and the reason.
    pub fn bad_size(&self, most: u64) -> Option<(Span, &'static str)> {
        let size = self.size.as_ref()?;
        let value = size.value?;
        let min = self.min.as_ref().and_then(|min| min.value);
        match value {
            0 => Some((size.span, "a pool of no connections makes every caller wait until the limit, or for ever")),
            _ if min.is_some_and(|min| min > value) => {
                Some((size.span, "this pool is to keep more connections than it may have"))
            }
            _ if value > most && !self.own => {
                Some((size.span, "this pool may take more connections than most servers allow"))
            }
            _ => None,
        }
    }
}

impl Model<'_, '_> {
    /// All pools, in order of the text.
    pub fn pools(&self) -> &[Pool] {
        self.pool_cache.get_or_init(|| {
            let mut pools: Vec<Pool> = self.calls_that(Deed::Pool).into_iter().filter_map(|at| self.pool(at)).collect();
            pools.sort_by_key(|pool| pool.span);
            pools
        })
    }

    fn pool(&self, at: ExprRef) -> Option<Pool> {
        let row = self.deed(at)?.clone();
        let mut pool =
            Pool { at, span: self.callee_span(at), row, size: None, min: None, wait: None, known: true, own: false };
        match self.program.expr(at) {
            ExprKind::MethodCall { receiver, .. } => self.configure(&mut pool, at.body, *receiver, 6),
            // `Pool::connect(url)`, `Database::connect(options)`
            ExprKind::Call { args, .. } => {
                for &arg in args {
                    self.configure_argument(&mut pool, at.body, arg);
                }
            }
            _ => {}
        }
        Some(pool)
    }

    /// An argument that may carry options: a builder of the catalog is read, whatever else is an address.
    fn configure_argument(&self, pool: &mut Pool, at: BodyRef, arg: ExprId) {
        let ty = self.program.peel(self.program.types(at).expr(arg));
        let is_options = ty.api_path().is_some_and(|path| crate::apis::last_segment(path.as_str()).contains("Option"));
        if is_options {
            self.configure(pool, at, arg, 6);
        }
    }

    /// Reads a builder's calls, from the last one back.
    fn configure(&self, pool: &mut Pool, at: BodyRef, expr: ExprId, far: u8) {
        let program = self.program;
        let body = program.body(at);
        let Some(far) = far.checked_sub(1) else {
            pool.known = false;
            return;
        };
        let mut expr = expr;
        loop {
            let here = ExprRef { body: at, expr };
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => {
                    self.note_setting(pool, here);
                    expr = *receiver;
                }
                ExprKind::Try(inner) | ExprKind::Ref(inner) | ExprKind::Await(inner) => expr = *inner,
                ExprKind::Call { .. } => {
                    // `PgPoolOptions::new()` and `Pool::builder()` begin a chain; whatever else may have set anything.
                    pool.known &= program.called_api(here).is_some_and(|row| row.parent.is_some());
                    if let ExprKind::Call { args, .. } = body.expr(expr) {
                        pool.own |= args.iter().any(|&arg| matches!(program.types(at).expr(arg), Ty::Adt(..)));
                    }
                    return;
                }
                ExprKind::Local(binding) => {
                    for &used in program.uses(at).of(*binding) {
                        let Some(parent) = program.uses(at).parent_expr(used) else { continue };
                        match body.expr(parent) {
                            ExprKind::MethodCall { receiver, .. } if *receiver == used => {
                                self.note_chain(pool, ExprRef { body: at, expr: parent });
                            }
                            // `config.pool = …`, `&mut options`
                            ExprKind::Field { .. } | ExprKind::Ref(_) if used != expr => {
                                pool.known &= !self.sets_pool(at, parent);
                            }
                            _ => {}
                        }
                    }
                    match program.uses(at).source(*binding) {
                        BindSource::Value(value, _) if value != expr => self.configure(pool, at, value, far),
                        _ => pool.known = false,
                    }
                    return;
                }
                _ => {
                    pool.known = false;
                    return;
                }
            }
        }
    }

    /// A field that says something about the pool, or a reference that somebody may set anything by.
    fn sets_pool(&self, at: BodyRef, expr: ExprId) -> bool {
        match self.program.body(at).expr(expr) {
            // How deadpool's manager recycles connections says nothing of their number.
            ExprKind::Field { name, .. } => *name == "pool",
            _ => true,
        }
    }

    fn note_chain(&self, pool: &mut Pool, from: ExprRef) {
        let body = self.program.body(from.body);
        let mut expr = from.expr;
        loop {
            self.note_setting(pool, ExprRef { body: from.body, expr });
            match self.program.uses(from.body).parent_expr(expr) {
                Some(up) if matches!(body.expr(up), ExprKind::MethodCall { receiver, .. } if *receiver == expr) => {
                    expr = up;
                }
                _ => return,
            }
        }
    }

    fn note_setting(&self, pool: &mut Pool, call: ExprRef) {
        let Some(deed) = self.deed(call) else { return };
        let Some(&arg) = self.args(call).get(usize::from(deed.arg.unwrap_or(0))) else { return };
        let body = self.program.body(call.body);
        let value = match body.expr(arg) {
            // `min_idle(Some(5))`
            ExprKind::Call { args, .. } => {
                args.first().and_then(|&inner| self.literal_number(ExprRef { body: call.body, expr: inner }))
            }
            _ => self.literal_number(ExprRef { body: call.body, expr: arg }),
        };
        // A note says what 0 means where it is no size.
        let value = value.filter(|&value| value != 0 || deed.note.is_none());
        let setting = Setting { span: body.span(arg), value };
        match deed.does {
            Deed::PoolSize => pool.size = Some(setting),
            Deed::PoolMin => pool.min = Some(setting),
            Deed::PoolWait => pool.wait = Some(setting),
            _ => {}
        }
    }

    /// Pools whose callers wait for ever, where nobody limits the wait at the calls either.
    pub fn pools_without_wait(&self) -> Vec<&Pool> {
        let forever: Vec<&Pool> = self
            .pools()
            .iter()
            .filter(|pool| pool.known && pool.wait.is_none() && pool.row.wait.is_some_and(|wait| wait == "none"))
            .collect();
        if forever.is_empty() || self.calls_that(Deed::Acquire).into_iter().any(|at| self.has_time_limit(at)) {
            return Vec::new();
        }
        forever
    }

    /// `timeout(limit, pool.get())`, `pool.timeout_get(…)`, and the same by way of a variable.
    fn has_time_limit(&self, at: ExprRef) -> bool {
        let (body, uses) = (self.program.body(at.body), self.program.uses(at.body));
        if self.method_name(at).is_some_and(|name| name == "timeout_get") || self.is_limited_around(at) {
            return true;
        }
        let Parent::Let(block, index) = uses.parent(at.expr) else { return false };
        let Some(PatKind::Bind(binding, None)) = body.let_pat(block, index).map(|pat| body.pat(pat)) else {
            return false;
        };
        uses.of(*binding).iter().any(|&expr| self.is_limited_around(ExprRef { body: at.body, expr }))
    }

    /// `timeout(limit, wait)`, `select! { taken = wait => …, _ = sleep(limit) => … }`
    fn is_limited_around(&self, wait: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(wait.body);
        let here = |expr: ExprId| ExprRef { body: wait.body, expr };
        let sleeps = |future: ExprId| self.ends.source(here(future)).is_some_and(|found| found.op == SourceOp::Sleep);
        let mut inner = wait.expr;
        program.uses(wait.body).ancestors(wait.expr).take(3).any(|up| {
            let child = std::mem::replace(&mut inner, up);
            match (body.expr(up), program.callee_of(here(up))) {
                (ExprKind::Select { branches, .. }, _) => {
                    branches.iter().any(|branch| branch.future == child)
                        && branches.iter().any(|branch| branch.future != child && sleeps(branch.future))
                }
                (_, Some(Callee::Api(api))) => program.apis.row(*api).verb == Verb::Timeout,
                _ => false,
            }
        })
    }

    // ---- connections ----

    /// Connections, and permits, that are taken while one of the same pool or semaphore is held.
    pub fn nested_acquires(&self) -> Vec<Nested> {
        let held = self.held_locks();
        let mut nested = self.double_locks();
        nested.retain(|nested| matches!(held[nested.held].taken.waiter, Waiter::Pool | Waiter::Permit));
        nested
    }

    /// What takes a connection: the pool by itself, or a query that is given the pool.
    pub(super) fn connection_taken(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let deed = self.deed(at)?;
        let expr = match (deed.does, program.expr(at)) {
            (Deed::Acquire | Deed::Begin, ExprKind::MethodCall { receiver, .. }) => *receiver,
            (Deed::Query, ExprKind::MethodCall { receiver, args, .. }) => {
                let arg = match deed.arg {
                    Some(arg) => *args.get(usize::from(arg))?,
                    // `pool.execute("…")`
                    None => *receiver,
                };
                if program.role(&program.peel(program.types(at.body).expr(arg))) != Some(Role::Pool) {
                    return None;
                }
                arg
            }
            _ => return None,
        };
        Some(ExprRef { body: at.body, expr })
    }

    /// Connections that are held while the holder waits for something that is not the database.
    pub fn idle_connections(&self) -> Vec<(&Held, ExprRef)> {
        self.held_connections()
            .filter_map(|held| {
                let act = held.acts.iter().copied().find(|&act| self.is_foreign_wait(act))?;
                Some((held, act))
            })
            .collect()
    }

    fn is_foreign_wait(&self, act: ExprRef) -> bool {
        if self.does(act, Deed::Request) {
            return true;
        }
        match self.program.callee_of(act) {
            Some(Callee::Api(api)) => {
                let row = self.program.apis.row(*api);
                matches!(row.verb, Verb::Sleep | Verb::Receive | Verb::Accept | Verb::Tick)
            }
            _ => false,
        }
    }

    fn held_connections(&self) -> impl Iterator<Item = &Held> {
        self.held_locks().iter().filter(|held| held.taken.waiter == Waiter::Pool)
    }

    // ---- what is asked of them ----

    /// Clients without a limit for their requests, in crates that set none at the requests: the client, and a request
    /// if that is another call.
    pub fn clients_without_limit(&self) -> Vec<(Span, Option<Span>)> {
        let requests = self.calls_that(Deed::Request);
        let limits = self.calls_that(Deed::ClientLimit);
        let mut clients = self.calls_that(Deed::Client);
        clients.extend(self.handed_on_that(Deed::Client));
        let mut found = Vec::new();
        for at in clients {
            let path = self.called_path(at).or_else(|| self.named_path(at));
            let has_none = |path: &Name| self.program.apis.deed(*path).is_some_and(|deed| deed.limit.is_some());
            let Some(path) = path.filter(has_none) else { continue };
            let span = self.callee_span(at);
            // `reqwest::get(url)` makes a client of its own, and asks.
            if self.program.apis.marked(path, Deed::Reach) {
                if !self.has_limit_outside(at) {
                    found.push((span, None));
                }
                continue;
            }
            let krate = self.crate_of(at.body);
            let ours = |other: &&ExprRef| self.crate_of(other.body) == krate;
            let Some(request) = requests.iter().find(ours) else { continue };
            if limits.iter().any(|other| ours(&other))
                || requests.iter().filter(ours).any(|at| self.has_limit_outside(*at))
            {
                continue;
            }
            found.push((span, Some(self.callee_span(*request))));
        }
        found.sort_unstable();
        found
    }

    /// Whether a wait has a limit, there or wherever its function is called.
    fn has_limit_outside(&self, at: ExprRef) -> bool {
        self.has_time_limit(at)
            || self.program.owner(at.body).is_some_and(|function| {
                let callers = self.callers(function);
                !callers.is_empty() && callers.into_iter().all(|call| self.has_time_limit(call))
            })
    }

    /// Functions that do this and that somebody else is given to call: `LazyLock::new(Client::new)`.
    fn handed_on_that(&self, deed: Deed) -> Vec<ExprRef> {
        let program = self.program;
        let is_it = |at: &ExprRef| {
            !self.skips(at.body)
                && self.named_path(*at).and_then(|path| program.apis.deed(path)).is_some_and(|row| row.does == deed)
        };
        let named = self.names_that(deed).into_iter().flat_map(|name| self.index.paths(name).iter().copied());
        named.filter(is_it).collect()
    }

    /// The path of another crate's function that is handed to a function of another crate.
    fn named_path(&self, at: ExprRef) -> Option<Name> {
        let program = self.program;
        let ExprKind::Path(path) = program.expr(at) else { return None };
        let up = program.uses(at.body).parent_expr(at.expr)?;
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = program.body(at.body).expr(up) else {
            return None;
        };
        let called = program.callee(ExprRef { body: at.body, expr: up });
        if !args.contains(&at.expr) || !matches!(called, Callee::Api(_)) {
            return None;
        }
        program.resolve(program.scope(at.body), path, Namespace::Values).external(program)
    }

    /// Bounded channels and pools of crates with metrics of which nobody asks how full they are.
    pub fn unseen_queues(&self) -> Vec<(Span, &'static str)> {
        let program = self.program;
        let measures = |at: ExprRef| {
            ["metrics", "prometheus", "prometheus_client", "opentelemetry"].iter().any(|name| self.depends_on(at, name))
                && program.defs.owner(at.body).is_some()
        };
        let asked: FxHashSet<Name> = self
            .calls_that(Deed::Depth)
            .into_iter()
            .filter_map(|at| match program.expr(at) {
                ExprKind::MethodCall { receiver, .. } => {
                    program.peel(program.types(at.body).expr(*receiver)).api_path()
                }
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        for channel in &self.channels {
            let small = channel.capacity.as_deref().is_none_or(|size| matches!(size, "0" | "1"));
            if !channel.bounded || small || !measures(channel.at) {
                continue;
            }
            let seen =
                channel.senders.iter().chain(&channel.receivers).filter_map(|end| end.local).any(|(body, binding)| {
                    program
                        .peel(program.types(body).binding(binding))
                        .api_path()
                        .is_some_and(|path| asked.contains(&path))
                });
            if !seen {
                found.push((channel.span, "channel"));
            }
        }
        for pool in self.pools() {
            let seen = asked.iter().any(|path| program.role(&Ty::api(path.as_str(), [])) == Some(Role::Pool));
            if !seen && measures(pool.at) {
                found.push((pool.span, "pool"));
            }
        }
        found
    }
}
