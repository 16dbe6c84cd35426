//! Where in a body each expression stands, and where each local variable is used.
//!
//! Knows nothing of types.

use crate::ir::{BindingId, Body, ExprId, ExprKind, PatId, PatKind, Stmt};

/// What holds an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// It is the body's root.
    Root,
    /// An operand, branch or tail of this expression.
    Expr(ExprId),
    /// A statement of this block, by index: its value is dropped.
    Stmt(ExprId, u32),
    /// The initialiser of the `let` at this index of this block.
    Let(ExprId, u32),
    /// The `else` of the `let` at this index of this block.
    LetElse(ExprId, u32),
}

/// What a local variable is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindSource {
    /// Nothing that is known.
    Unknown,
    /// Parameter of the function at this position (`self` counts).
    Param(u32),
    /// (A part of) the value of this expression, through this pattern.
    Value(ExprId, PatId),
    /// (A part of) what this future of a select gives.
    Branch(ExprId, PatId),
    /// (A part of) an item of what is gone through.
    Item(ExprId, PatId),
    /// Parameter of this closure.
    ClosureParam(ExprId, u32),
}

/// Parents and uses of one body.
#[derive(Debug)]
pub struct Uses {
    parents: Vec<Parent>,
    locals: Vec<Vec<ExprId>>,
    sources: Vec<BindSource>,
}

impl Uses {
    /// Goes through the body once.
    pub fn new(body: &Body) -> Self {
        let mut parents = vec![Parent::Root; body.exprs.len()];
        let mut locals = vec![Vec::new(); body.bindings.len()];
        let mut sources = vec![BindSource::Unknown; body.bindings.len()];
        let mut bound = |pat: PatId, source: BindSource| bind(body, &mut sources, pat, source);
        for (index, &pat) in body.params.iter().enumerate() {
            bound(pat, BindSource::Param(index as u32));
        }
        for (index, expr) in body.exprs.iter().enumerate() {
            let id = ExprId(index as u32);
            match &expr.kind {
                ExprKind::Let { pat, value } => parts(body, *pat, *value, &mut bound),
                ExprKind::Match { value, arms } => {
                    arms.iter().for_each(|arm| parts(body, arm.pat, *value, &mut bound));
                }
                ExprKind::For { pat, iter, .. } => bound(*pat, BindSource::Item(*iter, *pat)),
                ExprKind::Select { branches, .. } => {
                    branches.iter().for_each(|branch| bound(branch.pat, BindSource::Branch(branch.future, branch.pat)));
                }
                ExprKind::Closure { params, .. } => {
                    for (index, (pat, _)) in params.iter().enumerate() {
                        bound(*pat, BindSource::ClosureParam(id, index as u32));
                    }
                }
                ExprKind::Block { stmts, .. } => {
                    for stmt in stmts {
                        if let Stmt::Let { pat, init: Some(init), .. } = stmt {
                            parts(body, *pat, *init, &mut bound);
                        }
                    }
                }
                _ => {}
            }
            match &expr.kind {
                ExprKind::Local(binding) => locals[binding.0 as usize].push(id),
                ExprKind::Block { stmts, tail, .. } => {
                    for (at, stmt) in stmts.iter().enumerate() {
                        match stmt {
                            Stmt::Let { init, otherwise, .. } => {
                                if let Some(init) = init {
                                    parents[init.0 as usize] = Parent::Let(id, at as u32);
                                }
                                if let Some(otherwise) = otherwise {
                                    parents[otherwise.0 as usize] = Parent::LetElse(id, at as u32);
                                }
                            }
                            Stmt::Expr(expr) => parents[expr.0 as usize] = Parent::Stmt(id, at as u32),
                        }
                    }
                    if let Some(tail) = tail {
                        parents[tail.0 as usize] = Parent::Expr(id);
                    }
                }
                kind => kind.children(|child| parents[child.0 as usize] = Parent::Expr(id)),
            }
        }
        Self { parents, locals, sources }
    }

    /// What holds `expr`.
    pub fn parent(&self, expr: ExprId) -> Parent {
        self.parents[expr.0 as usize]
    }

    /// The `let` that binds what `expr` gives: its block, and its place there. On the way up are only expressions that
    /// `passes` lets through, called with each and the one below it.
    pub fn let_above(&self, expr: ExprId, passes: &dyn Fn(ExprId, ExprId) -> bool) -> Option<(ExprId, u32)> {
        let mut below = expr;
        loop {
            match self.parent(below) {
                Parent::Let(block, index) => return Some((block, index)),
                Parent::Expr(up) if passes(up, below) => below = up,
                _ => return None,
            }
        }
    }

    /// The expression that holds `expr`, statements' blocks included.
    pub fn parent_expr(&self, expr: ExprId) -> Option<ExprId> {
        match self.parent(expr) {
            Parent::Root => None,
            Parent::Expr(parent) | Parent::Stmt(parent, _) | Parent::Let(parent, _) | Parent::LetElse(parent, _) => {
                Some(parent)
            }
        }
    }

    /// All expressions that hold `expr`, innermost first.
    pub fn ancestors(&self, expr: ExprId) -> impl Iterator<Item = ExprId> + '_ {
        std::iter::successors(self.parent_expr(expr), |&at| self.parent_expr(at))
    }

    /// What a local variable is bound to.
    pub fn source(&self, binding: BindingId) -> BindSource {
        self.sources[binding.0 as usize]
    }

    /// Where a local variable is used, in order of the text.
    pub fn of(&self, binding: BindingId) -> &[ExprId] {
        &self.locals[binding.0 as usize]
    }
}

/// Says where the variables of a pattern come from; the first alternative of several counts.
fn bind(body: &Body, sources: &mut [BindSource], pat: PatId, source: BindSource) {
    body.bindings_of(pat, &mut |binding, _| {
        let slot = &mut sources[binding.0 as usize];
        if *slot == BindSource::Unknown {
            *slot = source;
        }
    });
}

/// Splits `(a, b) = (first(), second())` into its parts.
fn parts(body: &Body, pat: PatId, value: ExprId, bound: &mut dyn FnMut(PatId, BindSource)) {
    match (body.pat(pat), body.expr(value)) {
        (PatKind::Tuple(pats), ExprKind::Tuple(values))
            if pats.len() == values.len() && !pats.iter().any(|&pat| matches!(body.pat(pat), PatKind::Rest)) =>
        {
            pats.iter().zip(values).for_each(|(&pat, &value)| parts(body, pat, value, bound));
        }
        _ => bound(pat, BindSource::Value(value, pat)),
    }
}
