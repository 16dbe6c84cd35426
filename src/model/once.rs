//! Calls that are made once, because a flag says so: `assert!(!self.ready); self.init();`, where `init` sets it, or
//! `if self.started.swap(true, …) { return; }`.

use super::Model;
use super::selects::leaves;
use crate::flow::Place;
use crate::ir::{ExprId, ExprKind, Lit, Stmt, UnaryOp};
use crate::resolve::{BodyRef, ExprRef, FnId};
use crate::source::Name;

impl Model<'_, '_> {
    /// Whether a call of a function is come by only while a flag is not set, which the function sets and nobody unsets.
    pub(super) fn is_once_by_flag(&self, call: ExprRef, function: FnId) -> bool {
        let Some(inner) = self.program.defs.fns[function].body else { return false };
        self.flags_asked(call).into_iter().any(|place| match place {
            Place::Field(_, name) => {
                self.assigns(inner, place, name, true)
                    && !self
                        .index
                        .fields(name)
                        .iter()
                        .any(|at| self.is_assigned(*at, false) && self.place_at(*at) == place)
            }
            _ => false,
        })
    }

    /// Whether code is come by once, because it sets a flag itself that nobody unsets: `if self.started.swap(true, …) {
    /// return; }`, `if !self.started.swap(true, …) { … }`, and the same with `compare_exchange`.
    pub(super) fn is_once_by_swap(&self, at: ExprRef) -> bool {
        self.is_asked_before(at, &|cond, left| self.sets_flag(at.body, cond, left))
    }

    /// Whether one of the conditions counts that decide whether code is come by: of the branches that it stands in, and,
    /// with `true`, of those in front of it that leave.
    pub(super) fn is_asked_before(&self, at: ExprRef, counts: &dyn Fn(ExprId, bool) -> bool) -> bool {
        let body = self.program.body(at.body);
        let mut child = at.expr;
        self.program.uses(at.body).ancestors(at.expr).any(|up| {
            let below = std::mem::replace(&mut child, up);
            match body.expr(up) {
                ExprKind::If { cond, then, .. } => *then == below && counts(*cond, false),
                ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| match stmt {
                    Stmt::Expr(expr) if body.span(*expr).hi <= body.span(at.expr).lo => match body.expr(*expr) {
                        ExprKind::If { cond, then, otherwise: None } => leaves(body, *then) && counts(*cond, true),
                        _ => false,
                    },
                    _ => false,
                }),
                _ => false,
            }
        })
    }

    /// Whether a condition sets a flag that is only ever set; `was_set`: it holds where the flag was set before.
    fn sets_flag(&self, at: BodyRef, cond: ExprId, was_set: bool) -> bool {
        let body = self.program.body(at);
        let (call, negated) = match body.expr(cond) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => (*operand, true),
            _ => (cond, false),
        };
        let is_true = |arg: &ExprId| matches!(body.expr(*arg), ExprKind::Lit(Lit::Bool(true)));
        let ExprKind::MethodCall { receiver, name, args, .. } = body.expr(call) else { return false };
        let (flag, says_set) = match (name.as_str(), &args[..]) {
            ("swap", [value, ..]) if is_true(value) => (*receiver, true),
            ("is_err" | "is_ok", []) => match body.expr(*receiver) {
                ExprKind::MethodCall { receiver, name: exchange, args, .. }
                    if exchange.as_str().starts_with("compare_exchange") && args.get(1).is_some_and(is_true) =>
                {
                    (*receiver, *name == "is_err")
                }
                _ => return false,
            },
            _ => return false,
        };
        let place = self.place_at(ExprRef { body: at, expr: flag });
        let uses: Vec<ExprRef> = match place {
            Place::Field(_, field) => {
                let all = self.index.fields(field).iter().copied();
                all.filter(|&one| self.place_at(one) == place).collect()
            }
            _ => return false,
        };
        let unset = |one: &ExprRef| {
            let body = self.program.body(one.body);
            let up = self.program.uses(one.body).parent_expr(one.expr);
            match up.map(|up| body.expr(up)) {
                Some(ExprKind::MethodCall { receiver, name, args, .. }) if *receiver == one.expr => match name.as_str()
                {
                    "load" => false,
                    "store" | "swap" => {
                        !matches!(args.first().map(|&arg| body.expr(arg)), Some(ExprKind::Lit(Lit::Bool(true))))
                    }
                    "compare_exchange" | "compare_exchange_weak" => {
                        !matches!(args.get(1).map(|&arg| body.expr(arg)), Some(ExprKind::Lit(Lit::Bool(true))))
                    }
                    _ => true,
                },
                _ => true,
            }
        };
        (says_set != negated) == was_set && !uses.iter().any(unset)
    }

    fn assigns(&self, at: BodyRef, place: Place, name: Name, value: bool) -> bool {
        let here = |field: &&ExprRef| field.body == at;
        self.index
            .fields(name)
            .iter()
            .filter(here)
            .any(|field| self.is_assigned(*field, value) && self.place_at(*field) == place)
    }

    /// `self.ready = true`
    fn is_assigned(&self, field: ExprRef, wanted: bool) -> bool {
        let body = self.program.body(field.body);
        let Some(up) = self.program.uses(field.body).parent_expr(field.expr) else { return false };
        matches!(body.expr(up), ExprKind::Assign { place, value, compound: false }
            if *place == field.expr && matches!(body.expr(*value), ExprKind::Lit(Lit::Bool(value)) if *value == wanted))
    }

    /// Fields that are `false` wherever a call is come by: what is asserted, and what the ways around it ask for.
    fn flags_asked(&self, call: ExprRef) -> Vec<Place> {
        let body = self.program.body(call.body);
        let mut flags = Vec::new();
        let mut child = call.expr;
        let negated = |cond: ExprId| match body.expr(cond) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => Some(*operand),
            _ => None,
        };
        for up in self.program.uses(call.body).ancestors(call.expr) {
            match body.expr(up) {
                ExprKind::If { cond, then, .. } if *then == child => flags.extend(negated(*cond)),
                ExprKind::Block { stmts, .. } => {
                    for stmt in stmts {
                        let Stmt::Expr(expr) = stmt else { continue };
                        if body.span(*expr).hi > body.span(call.expr).lo {
                            break;
                        }
                        match body.expr(*expr) {
                            ExprKind::Macro { path, args, .. } => match (path.last().as_str(), &args[..]) {
                                ("assert" | "ensure", [cond, ..]) => flags.extend(negated(*cond)),
                                ("assert_eq", [flag, value, ..])
                                    if matches!(body.expr(*value), ExprKind::Lit(Lit::Bool(false))) =>
                                {
                                    flags.push(*flag);
                                }
                                _ => {}
                            },
                            ExprKind::If { cond, then, otherwise: None } if leaves(body, *then) => flags.push(*cond),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            child = up;
        }
        let fields = flags.into_iter().filter(|&flag| matches!(body.expr(flag), ExprKind::Field { .. }));
        fields.map(|flag| self.place_at(ExprRef { body: call.body, expr: flag })).collect()
    }
}
