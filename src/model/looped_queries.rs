//! Queries that a loop sends for each element that it goes through, by itself or by a function of the workspace.
//!
//! A loop that goes through numbers, batches or pools, or over a list that stands in the text, asks for no element of a
//! collection.

use super::Model;
use crate::apis::{Deed, Role};
use crate::flow::BindSource;
use crate::ir::{BindingId, ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// A query for each element of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopedQuery {
    /// The query, or the call of the function that sends it.
    pub span: Span,
    /// The loop.
    pub around: Span,
    /// The query in that function.
    pub inner: Option<Span>,
}

/// What a loop goes through.
struct Round {
    at: BodyRef,
    code: ExprId,
    elements: Vec<BindingId>,
}

/// Variables that are gone back from what is asked for to the element.
const FAR: u8 = 3;

impl Model<'_, '_> {
    /// Queries that are made for each element of a loop, in order of the text.
    pub fn looped_queries(&self) -> Vec<LoopedQuery> {
        let mut found: Vec<LoopedQuery> = Vec::new();
        for &at in self.index.loops() {
            if self.skips(at.body) {
                continue;
            }
            let Some(round) = self.round_over_elements(at) else { continue };
            let body = self.program.body(at.body);
            let around = self.callee_span(at);
            body.walk(round.code, &mut |_| false, &mut |expr| {
                let call = ExprRef { body: at.body, expr };
                if self.program.callee_of(call).is_none() || self.is_last_round(&round, expr, at.expr) {
                    return;
                }
                let asks = |arg: ExprId| self.mentions_any(at.body, arg, &round.elements, FAR);
                if self.does(call, Deed::Query) {
                    if self.asks_for(call, &asks) {
                        found.push(LoopedQuery { span: self.callee_span(call), around, inner: None });
                    }
                } else if let Some(inner) = self.query_inside(call, &asks) {
                    found.push(LoopedQuery { span: self.callee_span(call), around, inner: Some(inner) });
                }
            });
        }
        found.sort_by_key(|query| (query.span, query.around));
        found.dedup_by_key(|query| query.span);
        found
    }

    fn round_over_elements(&self, at: ExprRef) -> Option<Round> {
        let body = self.program.body(at.body);
        let (pat, code) = match body.expr(at.expr) {
            ExprKind::For { pat, iter, body: code, .. } if self.is_collection(at.body, *iter) => (*pat, *code),
            ExprKind::While { cond, body: code, .. } => {
                let ExprKind::Let { pat, value } = body.expr(*cond) else { return None };
                if !self.gives_next_element(ExprRef { body: at.body, expr: *value }) {
                    return None;
                }
                (*pat, *code)
            }
            _ => return None,
        };
        let elements = self.elements_of(at.body, pat)?;
        Some(Round { at: at.body, code, elements })
    }

    /// The variables of a pattern, if they are no batches and no pools.
    fn elements_of(&self, at: BodyRef, pat: PatId) -> Option<Vec<BindingId>> {
        let program = self.program;
        let mut elements = Vec::new();
        program.body(at).bindings_of(pat, &mut |binding, _| elements.push(binding));
        let passed_over = |&binding: &BindingId| {
            let ty = program.peel(program.types(at).binding(binding));
            self.is_many(&ty) || program.role(&ty) == Some(Role::Pool)
        };
        (!elements.is_empty() && !elements.iter().any(passed_over)).then_some(elements)
    }

    fn is_many(&self, ty: &Ty) -> bool {
        let of_elements = self.program.role(ty) == Some(Role::Collection) && !ty.api_path().is_some_and(is_text);
        matches!(ty, Ty::Slice(_)) || of_elements
    }

    /// Whether a loop goes through something that is as long as it is; not numbers, batches or a list in the text.
    fn is_collection(&self, at: BodyRef, iter: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let mut expr = iter;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Range(..) | ExprKind::Array { .. } => return false,
                ExprKind::MethodCall { name, .. } if is_batching(name.as_str()) => return false,
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Ref(inner) | ExprKind::Try(inner) | ExprKind::Await(inner) => *inner,
                ExprKind::Local(binding) => match program.uses(at).source(*binding) {
                    BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => {
                        let batches = |expr| matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if is_batching(name.as_str()));
                        let is_fixed = matches!(body.expr(value), ExprKind::Range(..) | ExprKind::Array { .. });
                        return !is_fixed && !body.any(value, batches);
                    }
                    _ => return true,
                },
                // A constant list is as long as the text.
                ExprKind::Path(_) => return false,
                _ => return true,
            };
        }
    }

    /// `rows.next()` of an iterator, or the next row of a query.
    fn gives_next_element(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let mut expr = at.expr;
        loop {
            match body.expr(expr) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => expr = *inner,
                ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "next" | "try_next") => {
                    let ExprKind::Local(binding) = body.expr(*receiver) else { return false };
                    let BindSource::Value(value, _) = program.uses(at.body).source(*binding) else { return false };
                    let ty = program.peel(program.types(at.body).expr(*receiver));
                    let in_turn = !program.is_awaited(ExprRef { body: at.body, expr });
                    return match program.role(&ty) {
                        Some(Role::Iterator) if in_turn => self.is_collection(at.body, value),
                        _ => self.does(ExprRef { body: at.body, expr: value }, Deed::Query),
                    };
                }
                _ => return false,
            }
        }
    }

    /// Whether a loop ends behind the query, whatever it gives: `for id in ids { if … { query(id); break; } }`. One in a
    /// loop of its own belongs to that.
    fn is_last_round(&self, round: &Round, expr: ExprId, around: ExprId) -> bool {
        let body = self.program.body(round.at);
        let ends = |expr: &ExprId| matches!(body.expr(*expr), ExprKind::Break { .. } | ExprKind::Return(_));
        self.program.uses(round.at).ancestors(expr).take_while(|&up| up != around).any(|up| match body.expr(up) {
            ExprKind::Block { stmts, tail, .. } => match (tail, stmts.last()) {
                (Some(tail), _) => ends(tail),
                (None, Some(Stmt::Expr(last))) => ends(last),
                _ => false,
            },
            ExprKind::Return(_) => true,
            kind => kind.is_loop(),
        })
    }

    /// Whether what a query asks about is `wanted`: not its text, and not whom it asks.
    fn asks_for(&self, at: ExprRef, wanted: &dyn Fn(ExprId) -> bool) -> bool {
        let body = self.program.body(at.body);
        let batch = |text: &str| {
            let text = text.to_ascii_uppercase();
            text.contains("UNNEST") || text.contains("ANY(") || text.contains("ANY (")
        };
        if self.text_in(at, &batch).is_some() {
            return false;
        }
        let told = self.deed(at).and_then(|deed| deed.arg).and_then(|arg| self.args(at).get(usize::from(arg)).copied());
        let text = if self.deed(at).is_some_and(|deed| deed.given.is_empty()) { self.statement(at) } else { None };
        let mut asks = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let within = |part: Option<ExprId>| part.is_some_and(|part| body.span(part).contains(body.span(expr)));
            asks =
                asks || matches!(body.expr(expr), ExprKind::Local(_)) && !within(told) && !within(text) && wanted(expr);
        });
        asks
    }

    /// The text of a query: the first argument of the call that its chain begins with, or of the query itself.
    fn statement(&self, at: ExprRef) -> Option<ExprId> {
        let body = self.program.body(at.body);
        let is_text = |expr: ExprId| {
            let ty = self.program.peel(self.program.types(at.body).expr(expr));
            matches!(&ty, Ty::Prim(name) if *name == "str")
                || ty.api_path().is_some_and(is_text)
                || matches!(body.expr(expr), ExprKind::Lit(crate::ir::Lit::Str(_)) | ExprKind::Macro { .. })
                || matches!(body.expr(expr), ExprKind::Ref(inner) if matches!(body.expr(*inner), ExprKind::Macro { .. }))
        };
        if let ExprKind::MethodCall { receiver, args, .. } = body.expr(at.expr)
            && matches!(body.expr(*receiver), ExprKind::Local(_) | ExprKind::Field { .. })
        {
            return args.first().copied().filter(|&first| is_text(first));
        }
        let mut expr = at.expr;
        loop {
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => expr = *receiver,
                ExprKind::Call { args, .. } | ExprKind::Macro { args, .. } => return args.first().copied(),
                _ => return None,
            }
        }
    }

    /// The query that a function of the workspace always sends, and that asks about what it is given.
    fn query_inside(&self, call: ExprRef, wanted: &dyn Fn(ExprId) -> bool) -> Option<Span> {
        let program = self.program;
        let callee @ Callee::Fn(_) = program.callee_of(call)? else { return None };
        let [function] = program.targets(callee)[..] else { return None };
        let inner = program.defs.fns[function].body.filter(|inner| !self.skips(*inner) && *inner != call.body)?;
        if program.defs.fns[function].item.is_async && !program.is_awaited(call) {
            return None;
        }
        let code = program.body(inner);
        let mut given: Vec<BindingId> = Vec::new();
        for (position, &pat) in (0..).zip(&code.params) {
            if let PatKind::Bind(binding, None) = code.pat(pat)
                && program.argument(call, position).is_some_and(|arg| wanted(arg.expr))
            {
                given.push(*binding);
            }
        }
        given.retain(|binding| !self.is_many(&program.peel(program.types(inner).binding(*binding))));
        let mut found = None;
        code.walk(code.root, &mut |_| false, &mut |expr| {
            let at = ExprRef { body: inner, expr };
            let asks = |arg: ExprId| self.mentions_any(inner, arg, &given, FAR);
            if found.is_none() && !given.is_empty() && self.does(at, Deed::Query) {
                let sent = self.always_comes(at) && self.asks_for(at, &asks);
                found = sent.then(|| self.callee_span(at));
            }
        });
        found
    }

    /// Whether a function comes to an expression whatever it finds: no cache is asked before.
    fn always_comes(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let before = body.span(at.expr).lo;
        let leaves = |expr| matches!(body.expr(expr), ExprKind::Return(_)) && body.span(expr).lo < before;
        let mut child = at.expr;
        !body.any(body.root, leaves)
            && self.program.uses(at.body).ancestors(at.expr).all(|up| {
                let below = std::mem::replace(&mut child, up);
                match body.expr(up) {
                    ExprKind::If { cond, .. } => *cond == below,
                    ExprKind::Match { value, .. } => *value == below,
                    ExprKind::Closure { .. } | ExprKind::Async { .. } | ExprKind::Select { .. } => false,
                    kind => !kind.is_loop(),
                }
            })
    }

    /// Whether an expression names one of these variables, or one that was made of them.
    fn mentions_any(&self, at: BodyRef, expr: ExprId, names: &[BindingId], far: u8) -> bool {
        let body = self.program.body(at);
        let Some(far) = far.checked_sub(1) else { return false };
        body.any(expr, |inner| match body.expr(inner) {
            ExprKind::Local(binding) if names.contains(binding) => true,
            ExprKind::Local(binding) => match self.program.uses(at).source(*binding) {
                BindSource::Value(value, _) => self.mentions_any(at, value, names, far),
                _ => false,
            },
            _ => false,
        })
    }
}

/// Whether a method gives many at a time, or says how many there are at most.
fn is_batching(name: &str) -> bool {
    name.contains("chunk") || name.contains("batch") || matches!(name, "windows" | "tuples" | "step_by" | "take")
}

fn is_text(path: Name) -> bool {
    matches!(path.as_str(), "std::string::String" | "str")
}
