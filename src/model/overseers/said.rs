//! What a program says of a supervisor: what it does when a child ends, and how often it restarts.
//!
//! Both are said where it is built, in a function of its trait, where it is started, or where each child is.

use super::{Key, Ward};
use crate::apis::{LimitSaid, Strategy, SupervisorKind};
use crate::flow::{BindSource, Parent};
use crate::ir::{ExprId, ExprKind, Lit, PathRef};
use crate::model::Model;
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Namespace, Res, Ty};
use crate::source::{Name, Span};

/// How often a supervisor restarts, as far as it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Limit {
    times: Option<String>,
    window: Option<String>,
    says: Option<String>,
    no_window: bool,
}

/// What is said.
#[derive(Default)]
pub(super) struct Said {
    /// Each strategy that is named, with its place.
    strategies: Vec<(Strategy, Span)>,
    limit: Limit,
}

/// What a supervisor does, and where that is said.
pub(super) struct Rules {
    pub(super) strategy: Option<(Strategy, Span)>,
    pub(super) limit: Option<String>,
}

impl Said {
    /// The one that is named; of several, what all have in common.
    fn strategy(&self) -> Option<(Strategy, Span)> {
        let &(first, span) = self.strategies.first()?;
        let one_by_one = |&(strategy, _): &(Strategy, Span)| matches!(strategy, Strategy::OneForOne | Strategy::None);
        if self.strategies.iter().all(|(strategy, _)| *strategy == first) {
            return Some((first, span));
        }
        match self.strategies.iter().all(one_by_one) {
            true => self.strategies.iter().find(|(strategy, _)| *strategy == Strategy::OneForOne).copied(),
            false => Some((Strategy::Unknown, span)),
        }
    }
}

impl Limit {
    /// In words; what is not said is as it is without a word.
    fn text(&self, default: Option<Name>) -> Option<String> {
        if let (None, Some(says)) = (&self.times, &self.says) {
            return Some(says.clone());
        }
        let default = default.map(|text| text.as_str().to_owned());
        if *self == Self::default() {
            return default;
        }
        let (times, window) = match default.as_deref().and_then(|text| text.split_once(" restarts in ")) {
            Some((times, window)) => (Some(times.to_owned()), Some(window.to_owned())),
            None => (None, None),
        };
        let times = self.times.clone().or(times)?;
        let restarts = if times == "1" { "restart" } else { "restarts" };
        Some(match self.window.clone().or(window.filter(|_| !self.no_window)) {
            Some(window) => format!("{times} {restarts} in {window}"),
            None => format!("{times} {restarts}"),
        })
    }
}

/// What is said of a supervisor, in the code that is its own and its children's.
pub(super) fn rules(model: &Model<'_, '_>, kind: usize, key: Key, children: &mut [Ward]) -> Rules {
    let row = &model.program.apis.supervisors()[kind];
    let mut said = Said::default();
    match key {
        Key::Actor(adt) => {
            for start in model.starts_of(row, adt) {
                model.chain_says(kind, start, &mut said);
            }
            model.actor_says(kind, adt, &mut said);
        }
        Key::Site(at) => match (row.literal, model.program.expr(at)) {
            (Some((_, field)), ExprKind::Struct { fields, .. }) => {
                for (_, value) in fields.iter().filter(|(name, _)| *name != field) {
                    model.value_says(kind, ExprRef { body: at.body, expr: *value }, None, &mut said);
                }
            }
            _ => {
                model.chain_says(kind, at, &mut said);
                model.argument_says(kind, at, &mut said);
            }
        },
        Key::Local(..) | Key::Services => {}
    }
    let mut limits = Vec::new();
    for child in children.iter_mut() {
        let mut own = Said::default();
        let is_call = matches!(model.program.expr(child.at), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
        // One that is a supervisor, too, says it of its own children.
        if is_call && !model.makes(row, child.at) {
            model.chain_says(kind, child.at, &mut own);
        }
        if row.each_child {
            let default = row.strategy.map(|strategy| (strategy, child.span));
            child.restart = own.strategy();
            said.strategies.extend(own.strategy().or(default));
        }
        limits.push(own.limit);
    }
    let own = said.limit.text(row.limit);
    let mut each: Vec<String> = Vec::new();
    for (child, limit) in children.iter_mut().zip(&limits) {
        child.limit = limit.text(own.as_deref().map(Name::from));
        if let Some(text) = child.limit.clone().filter(|text| !each.contains(text)) {
            each.push(text);
        }
    }
    let limit = if each.is_empty() { own } else { Some(each.join(", ")) };
    let said_by_all = !row.each_child || said.strategies.iter().any(|(strategy, _)| Some(*strategy) != row.strategy);
    Rules { strategy: said.strategy().filter(|_| said_by_all), limit }
}

impl Model<'_, '_> {
    /// The calls that start an actor of this type.
    fn starts_of(&self, kind: &SupervisorKind, adt: AdtId) -> Vec<ExprRef> {
        let program = self.program;
        let named = |path: &Name| Name::from(crate::apis::last_segment(path.as_str()));
        let starts = kind.started_by.iter().flat_map(|path| self.index.calls(named(path)).map(move |at| (path, at)));
        let of_it = |&(path, at): &(&Name, ExprRef)| {
            let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return false };
            let known = match program.callee(at) {
                Callee::Api(api) => program.apis.row(*api).path == *path,
                Callee::Foreign(of) => of == path,
                Callee::Unknown => true,
                _ => false,
            };
            let receiver = program.peel(program.ty(ExprRef { body: at.body, expr: *receiver }));
            known && !self.skips(at.body) && matches!(receiver, Ty::Adt(of, _) if of == adt)
        };
        starts.filter(of_it).map(|(_, at)| at).collect()
    }

    /// What the argument says that decides about the child of a call: a function, or a value with one.
    fn argument_says(&self, kind: usize, at: ExprRef, said: &mut Said) {
        let program = self.program;
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = program.expr(at) else { return };
        let rows = program.apis.child_fns().iter().filter(|row| row.of == kind);
        let named = |row: &&crate::apis::ChildFn| match program.callee(at) {
            Callee::Api(api) => program.apis.row(*api).path == row.path,
            Callee::Foreign(path) => *path == row.path,
            _ => false,
        };
        let Some(says) = rows.filter(named).find_map(|row| row.says) else { return };
        let Some(&arg) = args.get(usize::from(says)) else { return };
        let arg = ExprRef { body: at.body, expr: arg };
        self.value_says(kind, arg, None, said);
        match program.peel(program.ty(arg)) {
            Ty::Fn(function) => {
                if let Some(body) = program.defs.fns[function].body {
                    self.value_says(kind, ExprRef { body, expr: program.body(body).root }, None, said);
                }
            }
            Ty::Adt(adt, _) => self.actor_says(kind, adt, said),
            _ => {}
        }
    }

    /// What an actor's own function says.
    fn actor_says(&self, kind: usize, adt: AdtId, said: &mut Said) {
        let row = &self.program.apis.supervisors()[kind];
        let Some(function) = row.strategy_fn.and_then(|name| self.actor_fn(row, adt, name)) else { return };
        let Some(body) = self.program.defs.fns[function].body else { return };
        let before = said.strategies.len();
        self.value_says(kind, ExprRef { body, expr: self.program.body(body).root }, None, said);
        // It decides in a way that is not read; where nothing is set, all is as the crate has it.
        if said.strategies.len() == before && row.children_type.is_none() {
            said.strategies.push((Strategy::Unknown, self.program.defs.fns[function].name_span));
        }
    }

    /// A function of an actor's `impl` of its trait.
    pub(super) fn actor_fn(&self, kind: &SupervisorKind, adt: AdtId, name: Name) -> Option<FnId> {
        let defs = &self.program.defs;
        let ids = defs.impls_for_external_trait(kind.of_trait).iter();
        ids.filter(|&&id| defs.impls[id].self_head == Res::Adt(adt)).find_map(|&id| defs.impl_fn(id, name))
    }

    /// What is said in the chain of calls that begins at `site`.
    fn chain_says(&self, kind: usize, site: ExprRef, said: &mut Said) {
        let program = self.program;
        let body = program.body(site.body);
        let uses = program.uses(site.body);
        // One in the chain of another: only its closure is its own.
        if let ExprKind::MethodCall { args, .. } = body.expr(site.expr)
            && self.is_link(&program.apis.supervisors()[kind], site)
            && let [arg] = args[..]
            && matches!(body.expr(arg), ExprKind::Closure { .. })
        {
            return self.value_says(kind, ExprRef { body: site.body, expr: arg }, Some(site.expr), said);
        }
        let mut top = site.expr;
        while let Parent::Expr(up) = uses.parent(top) {
            match body.expr(up) {
                ExprKind::MethodCall { receiver, .. } if *receiver == top => top = up,
                ExprKind::Await(_) | ExprKind::Try(_) => top = up,
                _ => break,
            }
        }
        self.value_says(kind, ExprRef { body: site.body, expr: top }, Some(site.expr), said);
        let Parent::Let(block, index) = uses.parent(top) else { return };
        let Some(pat) = body.let_pat(block, index) else { return };
        // `spec.strategy = …`, `spec = spec.with_strategy(…)`
        body.bindings_of(pat, &mut |binding, _| {
            for &used in uses.of(binding) {
                let whole = uses.ancestors(used).take_while(|up| *up != block).last().unwrap_or(used);
                if matches!(body.expr(whole), ExprKind::Assign { .. } | ExprKind::MethodCall { .. }) {
                    self.value_says(kind, ExprRef { body: site.body, expr: whole }, Some(site.expr), said);
                }
            }
        });
    }

    /// What a value says; the children that it is given say nothing. `site` is where the chain begins.
    fn value_says(&self, kind: usize, at: ExprRef, site: Option<ExprId>, said: &mut Said) {
        let program = self.program;
        let mut todo = vec![(at, 0_u8)];
        let mut seen = Vec::new();
        let mut next = Vec::new();
        while let Some((at, depth)) = todo.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            let body = program.body(at.body);
            let here = |expr: ExprId| ExprRef { body: at.body, expr };
            match body.expr(at.expr) {
                ExprKind::Path(path) => {
                    if let Some(strategy) = self.first_named(at.body, path, |path| program.apis.strategy(path)) {
                        said.strategies.push((strategy, body.span(at.expr)));
                    }
                    self.variant_says(kind, at, path, &[], said);
                }
                ExprKind::Call { callee, args } => {
                    if let ExprKind::Path(path) = body.expr(*callee) {
                        self.variant_says(kind, at, path, args, said);
                    }
                }
                ExprKind::MethodCall { name, args, .. } => {
                    let row = self.limits_of(kind).find(|row| row.name == *name);
                    let known = |row: &&LimitSaid| match program.callee(at) {
                        Callee::Api(api) => program.apis.row(*api).path == row.path,
                        Callee::Foreign(path) => *path == row.path,
                        Callee::Unknown => site.is_some_and(|site| self.begins(at, site)),
                        _ => false,
                    };
                    if let Some(row) = row.filter(known) {
                        self.call_says(row, at, args, said);
                    }
                }
                ExprKind::Struct { path, fields, .. } => {
                    if let Some(strategy) = self.first_named(at.body, path, |path| program.apis.strategy(path)) {
                        said.strategies.push((strategy, body.span(at.expr)));
                    }
                    for row in self.limits_of(kind).filter(|row| row.says.is_some()) {
                        if self.names(at.body, path, Namespace::Types, row.path)
                            || self.names(at.body, path, Namespace::Values, row.path)
                        {
                            self.call_says(row, at, &[], said);
                        }
                    }
                    for row in self.limits_of(kind).filter(|row| row.times_field.is_some()) {
                        if self.names(at.body, path, Namespace::Types, row.path) {
                            let field = |name: Option<Name>| {
                                fields.iter().find(|(field, _)| Some(*field) == name).map(|(_, value)| *value)
                            };
                            let times = field(row.times_field).map(|value| self.number_text(here(value), None));
                            let window = field(row.window_field).map(|value| self.number_text(here(value), row.unit));
                            said.limit.times = times.or(said.limit.times.take());
                            said.limit.window = window.or(said.limit.window.take());
                        }
                    }
                }
                _ => {}
            }
            match body.expr(at.expr) {
                ExprKind::Local(binding) if depth < 4 => {
                    if let BindSource::Value(value, _) = program.uses(at.body).source(*binding) {
                        next.push((here(value), depth + 1));
                    }
                }
                ExprKind::MethodCall { receiver, .. } if self.is_link(&program.apis.supervisors()[kind], at) => {
                    next.push((here(*receiver), depth));
                }
                kind => {
                    kind.children(|child| next.push((here(child), depth)));
                    if let ExprKind::Call { .. } = kind
                        && let Callee::Fn(function) = program.callee(at)
                        && let Some(of) = program.defs.fns[*function].body
                        && depth < 2
                    {
                        next.push((ExprRef { body: of, expr: program.body(of).root }, depth + 1));
                    }
                }
            }
            todo.extend(next.drain(..).rev());
        }
    }

    fn limits_of(&self, kind: usize) -> impl Iterator<Item = &LimitSaid> {
        self.program.apis.limits().iter().filter(move |row| row.of == kind)
    }

    /// Whether a call is one of the chain that begins at `site`, or of the variable that it was put into.
    fn begins(&self, at: ExprRef, site: ExprId) -> bool {
        let body = self.program.body(at.body);
        let mut expr = at.expr;
        for _ in 0..100 {
            if expr == site {
                return true;
            }
            expr = match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) => *inner,
                ExprKind::Local(binding) => match self.program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) => value,
                    // `Bastion::supervisor(|supervisor| supervisor.with_…)`
                    BindSource::ClosureParam(closure, _) => match self.program.uses(at.body).parent(closure) {
                        Parent::Expr(call) => call,
                        _ => return false,
                    },
                    _ => return false,
                },
                _ => return false,
            };
        }
        false
    }

    /// What `RestartPolicy::Tries(3)` or `RestartPolicy::Never` says.
    fn variant_says(&self, kind: usize, at: ExprRef, path: &PathRef, args: &[ExprId], said: &mut Said) {
        for row in self.limits_of(kind) {
            let fits = (row.says.is_some() || row.times.is_some() != args.is_empty()) && row.times_field.is_none();
            if fits && self.names(at.body, path, Namespace::Values, row.path) {
                self.call_says(row, at, args, said);
            }
        }
    }

    fn call_says(&self, row: &LimitSaid, at: ExprRef, args: &[ExprId], said: &mut Said) {
        let arg = |position: Option<u8>, unit: Option<Name>| {
            let arg = position.and_then(|position| args.get(usize::from(position)))?;
            Some(self.number_text(ExprRef { body: at.body, expr: *arg }, unit))
        };
        let times = arg(row.times, None);
        let limit = &mut said.limit;
        if let (Some("0"), Some(zero)) = (times.as_deref(), row.zero) {
            limit.times = None;
            limit.says = Some(zero.as_str().to_owned());
            return;
        }
        limit.times = times.or(limit.times.take());
        limit.window = arg(row.window, row.unit).or(limit.window.take());
        limit.says = row.says.map(|says| says.as_str().to_owned()).or(limit.says.take());
        limit.no_window |= row.no_window;
    }

    fn names(&self, at: BodyRef, path: &PathRef, namespace: Namespace, of: Name) -> bool {
        let named = self.program.resolve(self.program.scope(at), path, namespace);
        named.external(self.program) == Some(of)
            || self.first_named(at, path, |one| (one == of).then_some(())).is_some()
    }

    /// The first answer about one of the paths that a name may stand for.
    fn first_named<T>(&self, at: BodyRef, path: &PathRef, answer: impl Fn(Name) -> Option<T>) -> Option<T> {
        let program = self.program;
        let named = program.resolve(program.scope(at), path, Namespace::Values);
        named.external(program).and_then(&answer).or_else(|| {
            let Res::Candidates(paths) = named.res else { return None };
            let rest: String = named.rest.iter().map(|name| format!("::{name}")).collect();
            paths.paths().find_map(|path| answer(program.canonical(Name::from(format!("{path}{rest}").as_str()))))
        })
    }

    /// A number or a time, in words: `Duration::from_secs(5)` is `5 s`.
    fn number_text(&self, at: ExprRef, unit: Option<Name>) -> String {
        let program = self.program;
        let body = program.body(at.body);
        if let ExprKind::Call { args, .. } = body.expr(at.expr)
            && let Some(Callee::Api(_) | Callee::Foreign(_)) = program.callee_of(at)
            && let [arg] = args[..]
            && let ExprKind::Lit(Lit::Int(number)) = body.expr(arg)
        {
            let path = match program.callee(at) {
                Callee::Api(api) => program.apis.row(*api).path,
                Callee::Foreign(path) => *path,
                _ => return String::new(),
            };
            let unit = match path.as_str() {
                "std::time::Duration::from_secs" => "s",
                "std::time::Duration::from_millis" => "ms",
                "std::time::Duration::from_mins" => "min",
                "std::time::Duration::from_hours" => "h",
                _ => "",
            };
            if !unit.is_empty() {
                return format!("{number} {unit}");
            }
        }
        // `NonZeroU64::new(5).unwrap()`
        if let ExprKind::MethodCall { receiver, name, .. } = body.expr(at.expr)
            && matches!(name.as_str(), "unwrap" | "expect")
            && let ExprKind::Call { args, .. } = body.expr(*receiver)
            && let [arg] = args[..]
            && let ExprKind::Lit(Lit::Int(number)) = body.expr(arg)
        {
            return number.to_string();
        }
        let text = program.workspace.sources.text(body.span(at.expr));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match (unit, body.expr(at.expr)) {
            (Some(unit), ExprKind::Lit(_)) => format!("{text} {unit}"),
            _ => text,
        }
    }
}
