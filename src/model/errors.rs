//! Errors that a piece of code gives to whoever runs it, without having told anybody of them before.
//!
//! An error is told where the code on its way logs or sends something (`Err(error) => { warn!(%error); Err(error) }`), and
//! needs not be told where it says only that nobody listens any more (`tx.send(reply).await?`).

use super::{Model, Task};
use crate::apis::Verb;
use crate::flow::{BindSource, SourceOp};
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Origin, Res, Ty};

/// Functions that are followed into one another.
const DEPTH: usize = 6;

impl Model<'_, '_> {
    /// Where the code of a task first gives an error that nobody has been told of: a `?`, a `return`, a value. `None` if
    /// it never does. Of code that cannot be read it is the spawn itself.
    pub(super) fn untold_error(&self, task: &Task) -> Option<ExprRef> {
        if self.work_fn(task).is_some_and(|function| self.logs_its_errors(function)) {
            return None;
        }
        match self.code_of(&task.work).or_else(|| self.poll_code(&task.work)) {
            Some(root) => Errors { model: self, within: Vec::new() }.of_code(root),
            None => Some(task.at),
        }
    }

    /// The block or function body that a future runs, under adapters that give what it gives.
    fn code_of(&self, work: &Ty) -> Option<ExprRef> {
        let Ty::Future(future) = self.program.as_future(work) else { return None };
        match future.origin {
            Origin::Api(api, call) if self.program.apis.row(api).verb == Verb::Wrap => match self.program.expr(call) {
                ExprKind::MethodCall { receiver, .. } => {
                    self.code_of(self.program.ty(ExprRef { body: call.body, expr: *receiver }))
                }
                _ => None,
            },
            _ => self.own_code_of(work),
        }
    }

    /// The block or function body that a future is.
    pub(super) fn own_code_of(&self, work: &Ty) -> Option<ExprRef> {
        let Ty::Future(future) = self.program.as_future(work) else { return None };
        match future.origin {
            Origin::Block(at) => match self.program.expr(at) {
                ExprKind::Async { body, .. } => Some(ExprRef { body: at.body, expr: *body }),
                _ => None,
            },
            Origin::Call(function, _) => self.body_of(function),
            _ => None,
        }
    }

    /// The body of `poll`, where a future is written by hand.
    fn poll_code(&self, work: &Ty) -> Option<ExprRef> {
        let poll = self.program.derefs(work).into_iter().find_map(|ty| match ty {
            Ty::Adt(adt, _) => self.program.poll_of(adt),
            _ => None,
        })?;
        self.body_of(poll)
    }

    /// `#[instrument(err)]` logs what a function fails with.
    fn logs_its_errors(&self, function: FnId) -> bool {
        self.program.defs.fns[function].attrs.logs_errors
    }

    fn body_of(&self, function: FnId) -> Option<ExprRef> {
        let body = self.program.defs.fns[function].body?;
        Some(ExprRef { body, expr: self.program.body(body).root })
    }
}

struct Errors<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    /// Functions on the way here: one that calls itself gives no error of its own by that.
    within: Vec<FnId>,
}

impl Errors<'_, '_, '_> {
    /// The first untold error of a body: on one of the ways out of it, or as its value.
    fn of_code(&mut self, root: ExprRef) -> Option<ExprRef> {
        let body = self.model.program.body(root.body);
        let mut ways = Vec::new();
        body.walk(root.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::Try(inner) => ways.push((expr, *inner)),
            ExprKind::Return(Some(value)) => ways.push((expr, *value)),
            _ => {}
        });
        for (way, value) in ways {
            let way = ExprRef { body: root.body, expr: way };
            // What is told in front of a `?` is not what fails there.
            let told = !matches!(body.expr(way.expr), ExprKind::Try(_)) && self.is_told(way, root.expr);
            if !told && self.of_value(root.body, value).is_some() {
                return Some(way);
            }
        }
        self.of_value(root.body, root.expr)
    }

    fn of_function(&mut self, function: FnId, at: ExprRef) -> Option<ExprRef> {
        if self.within.contains(&function) || self.model.logs_its_errors(function) {
            return None;
        }
        let model = self.model;
        let Some(root) = model.body_of(function).filter(|_| self.within.len() < DEPTH) else { return Some(at) };
        self.within.push(function);
        let found = self.of_code(root);
        self.within.pop();
        found.map(|_| at)
    }

    /// Whether a value may be an untold error, and where that is made.
    fn of_value(&mut self, at: BodyRef, expr: ExprId) -> Option<ExprRef> {
        let model = self.model;
        let program = model.program;
        let body = program.body(at);
        let here = ExprRef { body: at, expr };
        match body.expr(expr) {
            ExprKind::Block { tail, .. } => self.of_value(at, (*tail)?),
            ExprKind::If { then, otherwise, .. } => {
                let otherwise = otherwise.and_then(|code| self.of_value(at, code));
                otherwise.or_else(|| self.of_value(at, *then))
            }
            ExprKind::Match { arms, .. } => arms.iter().find_map(|arm| self.of_value(at, arm.body)),
            ExprKind::Select { branches, .. } => branches.iter().find_map(|branch| self.of_value(at, branch.body)),
            ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Continue { .. } => None,
            ExprKind::Loop { body: inner, .. } => {
                let mut values = Vec::new();
                body.walk(*inner, &mut |_| false, &mut |expr| {
                    if let ExprKind::Break { value: Some(value), .. } = body.expr(expr) {
                        values.push(*value);
                    }
                });
                values.into_iter().find_map(|value| self.of_value(at, value))
            }
            ExprKind::Await(inner) => self.of_awaited(at, *inner),
            ExprKind::Local(binding) => match program.uses(at).source(*binding) {
                BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => {
                    self.of_value(at, value).filter(|_| !self.is_looked_at(at, *binding)).map(|_| here)
                }
                // `fn log_err(self) -> Self { if let Err(error) = &self { report(error) } self }`
                BindSource::Param(_) | BindSource::Branch(..) if self.is_looked_at(at, *binding) => None,
                _ => Some(here),
            },
            ExprKind::Cast(inner, _) => self.of_value(at, *inner),
            ExprKind::Path(path) if path.last() == "Pending" || path.last() == "None" => None,
            ExprKind::Macro { kind: MacroKind::Panics, .. } => None,
            ExprKind::Macro { args, kind: MacroKind::Identity, .. } if args.len() == 1 => self.of_value(at, args[0]),
            ExprKind::Call { callee, .. } => match program.callee(here) {
                Callee::Fn(function) => self.of_function(*function, here),
                Callee::Ctor(Res::Adt(_) | Res::Variant(..)) => Some(here),
                _ if matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "Ok") => None,
                // What a `poll` gives; and what may not have come.
                _ if matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "Ready" || path.last() == "Some") => {
                    match model.args(here).first() {
                        Some(&value) => self.of_value(at, value),
                        None => Some(here),
                    }
                }
                _ if body.is_err(expr) => (!self.is_told(here, body.root)).then_some(here),
                _ => Some(here),
            },
            ExprKind::MethodCall { receiver, name, args, .. } => match program.callee(here) {
                Callee::Fn(function) => self.of_function(*function, here),
                callee @ Callee::Trait(_) if !program.targets(callee).is_empty() => {
                    program.targets(callee).into_iter().find_map(|function| self.of_function(function, here))
                }
                Callee::Api(api) if program.apis.row(*api).verb == Verb::Send => None,
                _ => match name.as_str() {
                    "inspect_err" | "unwrap_or_else" => None,
                    "map_err" | "or_else" if args.iter().any(|&arg| self.says(at, arg)) => None,
                    "map" | "map_err" | "context" | "with_context" | "wrap_err" | "boxed" => {
                        self.of_value(at, *receiver).map(|_| here)
                    }
                    _ => Some(here),
                },
            },
            _ => Some(here),
        }
    }

    fn of_awaited(&mut self, at: BodyRef, expr: ExprId) -> Option<ExprRef> {
        let model = self.model;
        let here = ExprRef { body: at, expr };
        if model.ends.source(here).is_some_and(|source| source.op == SourceOp::Send) {
            return None;
        }
        match model.program.expr(here) {
            ExprKind::Async { body, .. } => self.of_code(ExprRef { body: at, expr: *body }),
            _ => self.of_value(at, expr),
        }
    }

    /// Whether code in front of a way out, up to the branch that decides for it, tells somebody.
    fn is_told(&self, way: ExprRef, root: ExprId) -> bool {
        let program = self.model.program;
        let body = program.body(way.body);
        let before = body.span(way.expr).lo;
        for up in program.uses(way.body).ancestors(way.expr) {
            match body.expr(up) {
                ExprKind::Block { stmts, .. } => {
                    let mut told = stmts.iter().filter_map(|stmt| match stmt {
                        Stmt::Expr(expr) => Some(*expr),
                        Stmt::Let { init, .. } => *init,
                    });
                    if told.any(|stmt| body.span(stmt).hi <= before && self.says(way.body, stmt)) {
                        return true;
                    }
                }
                // `if !tx.is_closed() { tx.send(Err(…)) … } else { return Err(error) }`: nobody listens any more.
                ExprKind::If { cond, then, .. } => {
                    let (closed, cond) = match body.expr(*cond) {
                        ExprKind::Unary { op: UnaryOp::Not, operand } => (false, *operand),
                        _ => (true, *cond),
                    };
                    let asks = matches!(body.expr(cond), ExprKind::MethodCall { name, .. } if *name == "is_closed");
                    return asks && body.span(*then).contains(body.span(way.expr)) == closed;
                }
                ExprKind::Match { .. } | ExprKind::Select { .. } => return false,
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => return false,
                _ => {}
            }
            if up == root {
                return false;
            }
        }
        false
    }

    /// `if let Err(error) = &result { warn!(%error) }`: a condition or a match looks at a variable, and tells, or gives the
    /// error to a function of the program.
    fn is_looked_at(&self, at: BodyRef, binding: BindingId) -> bool {
        let program = self.model.program;
        let body = program.body(at);
        let uses = program.uses(at);
        // `println!("{}", result?.len())` says nothing of the error.
        let is_left = |one: ExprId| uses.parent_expr(one).is_some_and(|up| matches!(body.expr(up), ExprKind::Try(_)));
        uses.of(binding).iter().filter(|&&one| !is_left(one)).any(|&one| {
            uses.ancestors(one).take_while(|&up| !matches!(body.expr(up), ExprKind::Block { .. })).any(|up| match body
                .expr(up)
            {
                ExprKind::If { cond, then, otherwise } => {
                    self.says(at, *then)
                        || otherwise.is_some_and(|code| self.says(at, code))
                        || matches!(body.expr(*cond), ExprKind::Let { pat, .. } if self.gives_error(at, *pat, *then))
                }
                ExprKind::Match { arms, .. } => {
                    arms.iter().any(|arm| self.says(at, arm.body) || self.gives_error(at, arm.pat, arm.body))
                }
                // `on_end(&result)`: whoever is lent it looks at it.
                ExprKind::Call { args, .. } => {
                    let lent = |&arg: &ExprId| matches!(body.expr(arg), ExprKind::Ref(inner) if *inner == one);
                    let callee = program.callee(ExprRef { body: at, expr: up });
                    args.iter().any(lent) && matches!(callee, Callee::Fn(_) | Callee::Value)
                }
                _ => self.is_report(at, up),
            })
        })
    }

    /// `Err(error) => self.report(error)`: a function of the program gets what the pattern found.
    fn gives_error(&self, at: BodyRef, pat: PatId, code: ExprId) -> bool {
        let program = self.model.program;
        let body = program.body(at);
        let is_error = matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Err");
        let mut found = Vec::new();
        body.bindings_of(pat, &mut |binding, _| found.push(binding));
        let is_given = |binding: &BindingId| {
            program.uses(at).of(*binding).iter().any(|&used| {
                let inside = body.span(code).contains(body.span(used));
                inside
                    && program.uses(at).ancestors(used).take_while(|&up| up != code).any(|up| {
                        let callee = ExprRef { body: at, expr: up };
                        matches!(body.expr(up), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                            && matches!(program.callee(callee), Callee::Fn(_) | Callee::Trait(_))
                    })
            })
        };
        is_error && found.iter().any(is_given)
    }

    /// Whether code logs, prints or sends anywhere.
    fn says(&self, at: BodyRef, root: ExprId) -> bool {
        let mut says = false;
        let body = self.model.program.body(at);
        body.walk(root, &mut |_| true, &mut |expr| says |= self.is_report(at, expr));
        says
    }

    fn is_report(&self, at: BodyRef, expr: ExprId) -> bool {
        match self.model.program.body(at).expr(expr) {
            ExprKind::Macro { path, kind: MacroKind::Borrows, .. } => matches!(
                path.last().as_str(),
                "trace"
                    | "debug"
                    | "info"
                    | "warn"
                    | "error"
                    | "log"
                    | "event"
                    | "print"
                    | "println"
                    | "eprint"
                    | "eprintln"
            ),
            ExprKind::MethodCall { .. } => {
                let callee = self.model.program.callee(ExprRef { body: at, expr });
                matches!(callee, Callee::Api(api) if self.model.program.apis.row(*api).verb == Verb::Send)
            }
            _ => false,
        }
    }
}
