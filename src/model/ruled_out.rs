//! Code that a call cannot reach, by what it gives: `self.play(next, false)` never does what `play` does if told `true`.
//!
//! Only constants count (`true`, `false`, numbers, `None`, `Some(…)`), as they stand in the call, in variables that never
//! change, or as a caller further out gives them. What cannot be told rules nothing out.

use super::Model;
use super::selects::leaves;
use crate::apis::Role;
use crate::flow::{BindSource, Parent};
use crate::ir::{BinaryOp, BindingId, Comparison, ExprId, ExprKind, Lit, PatId, PatKind, Stmt, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef};

/// A value that is the same in each run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Bool(bool),
    Number(u64),
    Nothing,
    Something,
}

/// How many steps from a variable to its value are gone.
const FAR: usize = 16;

impl Model<'_, '_> {
    /// Whether a place cannot be reached through these calls, outermost first: each stands in what the one before it
    /// calls, and the place in what the last one calls.
    pub(super) fn is_ruled_out(&self, calls: &[ExprRef], at: ExprRef) -> bool {
        (1..=calls.len()).any(|depth| {
            let place = calls.get(depth).copied().unwrap_or(at);
            self.is_skipped(&calls[..depth], place)
        })
    }

    fn is_skipped(&self, calls: &[ExprRef], at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let holds = |cond: ExprId| match self.known(calls, at.body, cond, FAR) {
            Some(Known::Bool(value)) => Some(value),
            _ => None,
        };
        let mut child = at.expr;
        loop {
            let parent = match uses.parent(child) {
                Parent::Root => return false,
                Parent::Expr(parent) => parent,
                Parent::Stmt(block, index) | Parent::Let(block, index) | Parent::LetElse(block, index) => {
                    if self.is_left_before(calls, at.body, block, index as usize) {
                        return true;
                    }
                    child = block;
                    continue;
                }
            };
            let skipped = match body.expr(parent) {
                ExprKind::If { cond, then, otherwise } if *cond != child => match holds(*cond) {
                    Some(true) => *otherwise == Some(child),
                    Some(false) => *then == child,
                    None => false,
                },
                ExprKind::While { cond, body: inner, .. } if *inner == child => holds(*cond) == Some(false),
                ExprKind::Binary { op: BinaryOp::And, lhs, rhs } if *rhs == child => holds(*lhs) == Some(false),
                ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } if *rhs == child => holds(*lhs) == Some(true),
                ExprKind::Match { value, arms } => {
                    let arm = arms.iter().position(|arm| arm.body == child || arm.guard == Some(child));
                    arm.is_some_and(|arm| {
                        let Some(value) = self.known(calls, at.body, *value, FAR) else { return false };
                        let takes = |pat: PatId| self.matches(at.body, pat, value);
                        takes(arms[arm].pat) == Some(false)
                            || arms[..arm].iter().any(|arm| arm.guard.is_none() && takes(arm.pat) == Some(true))
                    })
                }
                ExprKind::Block { stmts, .. } => self.is_left_before(calls, at.body, parent, stmts.len()),
                _ => false,
            };
            if skipped {
                return true;
            }
            child = parent;
        }
    }

    /// `if !told { return; }` in front of it.
    fn is_left_before(&self, calls: &[ExprRef], at: BodyRef, block: ExprId, index: usize) -> bool {
        let body = self.program.body(at);
        let ExprKind::Block { stmts, .. } = body.expr(block) else { return false };
        stmts.iter().take(index).any(|stmt| match stmt {
            Stmt::Expr(expr) => match body.expr(*expr) {
                ExprKind::If { cond, then, otherwise: None } => {
                    leaves(body, *then) && self.known(calls, at, *cond, FAR) == Some(Known::Bool(true))
                }
                _ => false,
            },
            Stmt::Let { pat, init: Some(init), otherwise: Some(otherwise), .. } => {
                leaves(body, *otherwise)
                    && self
                        .known(calls, at, *init, FAR)
                        .is_some_and(|value| self.matches(at, *pat, value) == Some(false))
            }
            Stmt::Let { .. } => false,
        })
    }

    /// What an expression gives, when its function was called in this way.
    fn known(&self, calls: &[ExprRef], at: BodyRef, expr: ExprId, far: usize) -> Option<Known> {
        let far = far.checked_sub(1)?;
        let program = self.program;
        let body = program.body(at);
        let here = ExprRef { body: at, expr };
        let inner = |inner: ExprId| self.known(calls, at, inner, far);
        let holds = |cond: ExprId| match inner(cond) {
            Some(Known::Bool(value)) => Some(value),
            _ => None,
        };
        match body.expr(expr) {
            ExprKind::Lit(Lit::Bool(value)) => Some(Known::Bool(*value)),
            ExprKind::Lit(Lit::Int(value)) => Some(Known::Number(*value)),
            ExprKind::Path(path) if path.last() == "None" && self.is_option(here) => Some(Known::Nothing),
            ExprKind::Call { callee, args } if args.len() == 1 && self.is_option(here) => match body.expr(*callee) {
                ExprKind::Path(path) if path.last() == "Some" => Some(Known::Something),
                _ => None,
            },
            ExprKind::Local(binding) => self.known_local(calls, at, *binding, far),
            ExprKind::Ref(of) | ExprKind::Unary { op: UnaryOp::Deref, operand: of } => inner(*of),
            ExprKind::Unary { op: UnaryOp::Not, operand } => holds(*operand).map(|value| Known::Bool(!value)),
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } => match (holds(*lhs), holds(*rhs)) {
                (Some(false), _) | (_, Some(false)) => Some(Known::Bool(false)),
                (Some(true), Some(true)) => Some(Known::Bool(true)),
                _ => None,
            },
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } => match (holds(*lhs), holds(*rhs)) {
                (Some(true), _) | (_, Some(true)) => Some(Known::Bool(true)),
                (Some(false), Some(false)) => Some(Known::Bool(false)),
                _ => None,
            },
            ExprKind::Binary { op: BinaryOp::Compare(comparison), lhs, rhs } => match (inner(*lhs)?, inner(*rhs)?) {
                (Known::Number(left), Known::Number(right)) => Some(Known::Bool(match comparison {
                    Comparison::Equal => left == right,
                    Comparison::Unequal => left != right,
                    Comparison::Less => left < right,
                    Comparison::AtMost => left <= right,
                    Comparison::Greater => left > right,
                    Comparison::AtLeast => left >= right,
                })),
                _ => None,
            },
            ExprKind::Let { pat, value } => self.matches(at, *pat, inner(*value)?).map(Known::Bool),
            ExprKind::MethodCall { receiver, name, args, .. } if args.is_empty() => {
                let value = inner(*receiver)?;
                match (name.as_str(), value) {
                    ("is_some", Known::Nothing | Known::Something) => Some(Known::Bool(value == Known::Something)),
                    ("is_none", Known::Nothing | Known::Something) => Some(Known::Bool(value == Known::Nothing)),
                    ("as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "cloned" | "copied" | "clone", _) => {
                        Some(value)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn known_local(&self, calls: &[ExprRef], at: BodyRef, binding: BindingId, far: usize) -> Option<Known> {
        let program = self.program;
        let body = program.body(at);
        if body.binding(binding).mutable {
            return None;
        }
        match program.uses(at).source(binding) {
            // `let read_only = true; self.open(read_only)`
            BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(_, None)) => {
                self.known(calls, at, value, far)
            }
            BindSource::Param(position) => {
                let (&call, outer) = calls.split_last()?;
                let Some(Callee::Fn(_)) = program.callee_of(call) else { return None };
                let arg = program.argument(call, position)?;
                self.known(outer, call.body, arg.expr, far)
            }
            _ => None,
        }
    }

    fn is_option(&self, at: ExprRef) -> bool {
        self.program.role(self.program.ty(at)) == Some(Role::Option)
    }

    /// Whether a pattern takes a value, where that can be told.
    fn matches(&self, at: BodyRef, pat: PatId, value: Known) -> Option<bool> {
        let body = self.program.body(at);
        match (body.pat(pat), value) {
            (PatKind::Wild | PatKind::Bind(_, None), _) => Some(true),
            (PatKind::Lit(Lit::Bool(literal)), Known::Bool(value)) => Some(*literal == value),
            (PatKind::Lit(Lit::Int(literal)), Known::Number(value)) => Some(*literal == value),
            (PatKind::Path(path), Known::Nothing | Known::Something) if path.last() == "None" => {
                Some(value == Known::Nothing)
            }
            (PatKind::TupleStruct(path, parts), Known::Nothing | Known::Something) if path.last() == "Some" => {
                if value == Known::Nothing {
                    return Some(false);
                }
                let all = |part: &PatId| matches!(body.pat(*part), PatKind::Wild | PatKind::Bind(_, None));
                parts.iter().all(all).then_some(true)
            }
            (PatKind::Or(pats), _) => {
                let each: Vec<Option<bool>> = pats.iter().map(|&pat| self.matches(at, pat, value)).collect();
                if each.contains(&Some(true)) {
                    Some(true)
                } else {
                    each.iter().all(|one| *one == Some(false)).then_some(false)
                }
            }
            _ => None,
        }
    }
}
