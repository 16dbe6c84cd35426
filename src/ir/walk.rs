//! Going through expressions and patterns.

use super::{BindingId, Body, ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::source::Name;

impl ExprKind {
    /// `loop`, `while`, `for`.
    pub fn is_loop(&self) -> bool {
        matches!(self, Self::Loop { .. } | Self::While { .. } | Self::For { .. })
    }

    /// Code that runs when somebody calls or awaits it: a closure, an `async` block.
    pub fn is_lazy(&self) -> bool {
        matches!(self, Self::Closure { .. } | Self::Async { .. })
    }

    /// Calls `visit` with each direct sub-expression, in order of the text, bodies of closures and async
    /// blocks included.
    pub fn children(&self, mut visit: impl FnMut(ExprId)) {
        match self {
            Self::Opaque | Self::Lit(_) | Self::Local(_) | Self::Path(_) | Self::Continue { .. } => {}
            Self::Call { callee, args } => {
                visit(*callee);
                args.iter().copied().for_each(visit);
            }
            Self::MethodCall { receiver, args, .. } => {
                visit(*receiver);
                args.iter().copied().for_each(visit);
            }
            Self::Field { base, .. } => visit(*base),
            Self::Index { base, index } => {
                visit(*base);
                visit(*index);
            }
            Self::Unary { operand, .. } => visit(*operand),
            Self::Ref(inner) | Self::Cast(inner, _) | Self::Await(inner) | Self::Try(inner) => visit(*inner),
            Self::Binary { lhs, rhs, .. } => {
                visit(*lhs);
                visit(*rhs);
            }
            Self::Assign { place, value, .. } => {
                visit(*value);
                visit(*place);
            }
            Self::AssignPat { places, value } => {
                visit(*value);
                places.iter().copied().for_each(visit);
            }
            Self::Block { stmts, tail, .. } => {
                for stmt in stmts {
                    match stmt {
                        Stmt::Let { init, otherwise, .. } => {
                            init.iter().chain(otherwise).copied().for_each(&mut visit);
                        }
                        Stmt::Expr(expr) => visit(*expr),
                    }
                }
                tail.iter().copied().for_each(visit);
            }
            Self::Async { body, .. } | Self::Closure { body, .. } | Self::Loop { body, .. } => visit(*body),
            Self::If { cond, then, otherwise } => {
                visit(*cond);
                visit(*then);
                otherwise.iter().copied().for_each(visit);
            }
            Self::Let { value, .. } => visit(*value),
            Self::Match { value, arms } => {
                visit(*value);
                for arm in arms {
                    arm.guard.iter().copied().for_each(&mut visit);
                    visit(arm.body);
                }
            }
            Self::While { cond, body, .. } => {
                visit(*cond);
                visit(*body);
            }
            Self::For { iter, body, .. } => {
                visit(*iter);
                visit(*body);
            }
            Self::Break { value, .. } | Self::Return(value) | Self::Yield(value) => {
                value.iter().copied().for_each(visit);
            }
            Self::Tuple(elems) | Self::Array { elems, .. } => elems.iter().copied().for_each(visit),
            Self::Repeat { elem, len, .. } => {
                visit(*elem);
                visit(*len);
            }
            Self::Struct { fields, base, .. } => {
                fields.iter().for_each(|(_, value)| visit(*value));
                base.iter().copied().for_each(visit);
            }
            Self::Range(from, to) => from.iter().chain(to).copied().for_each(visit),
            Self::Select { branches, otherwise, .. } => {
                for branch in branches {
                    visit(branch.future);
                    branch.guard.iter().copied().for_each(&mut visit);
                    visit(branch.body);
                }
                otherwise.iter().for_each(|(_, body)| visit(*body));
            }
            Self::Join { args, .. } | Self::Macro { args, .. } => args.iter().copied().for_each(visit),
        }
    }
}

impl PatKind {
    /// Calls `visit` with each direct sub-pattern.
    pub fn children(&self, mut visit: impl FnMut(PatId)) {
        match self {
            Self::Wild | Self::Rest | Self::Path(_) | Self::Lit(_) | Self::Opaque | Self::Bind(_, None) => {}
            Self::Bind(_, Some(inner)) => visit(*inner),
            Self::TupleStruct(_, pats) | Self::Tuple(pats) | Self::Slice(pats) | Self::Or(pats) => {
                pats.iter().copied().for_each(visit);
            }
            Self::Struct(_, fields) => fields.iter().for_each(|(_, pat)| visit(*pat)),
        }
    }
}

impl Body {
    /// All expressions below `root` and itself, parents first, that run when `root` runs: bodies of closures
    /// and of async blocks are entered only where `enter` says so.
    pub fn walk(&self, root: ExprId, enter: &mut dyn FnMut(ExprId) -> bool, visit: &mut dyn FnMut(ExprId)) {
        let mut todo = vec![root];
        let mut children = Vec::new();
        while let Some(expr) = todo.pop() {
            visit(expr);
            let kind = self.expr(expr);
            let lazy = kind.is_lazy();
            if lazy && expr != root && !enter(expr) {
                continue;
            }
            kind.children(|child| children.push(child));
            todo.extend(children.drain(..).rev());
        }
    }

    /// Whether something holds for an expression that runs when `root` runs.
    pub fn any(&self, root: ExprId, holds: impl Fn(ExprId) -> bool) -> bool {
        let mut found = false;
        self.walk(root, &mut |_| false, &mut |expr| found = found || holds(expr));
        found
    }

    /// Whether running an expression waits somewhere in it.
    pub fn has_await(&self, root: ExprId) -> bool {
        self.any(root, |expr| matches!(self.expr(expr), ExprKind::Await(_)))
    }

    /// The expression that says what another is: the innermost tail of blocks around it.
    pub fn value_of(&self, mut expr: ExprId) -> ExprId {
        while let ExprKind::Block { tail: Some(tail), .. } = self.expr(expr) {
            expr = *tail;
        }
        expr
    }

    /// Whether an expression is `Err(error)` as it is written.
    pub fn is_err(&self, expr: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = self.expr(expr) else { return false };
        matches!(self.expr(*callee), ExprKind::Path(path) if path.last() == "Err")
    }

    /// The pattern of the `let` at this place of a block, with or without an `else`.
    pub fn let_pat(&self, block: ExprId, index: u32) -> Option<PatId> {
        let ExprKind::Block { stmts, .. } = self.expr(block) else { return None };
        match stmts.get(index as usize)? {
            Stmt::Let { pat, .. } => Some(*pat),
            Stmt::Expr(_) => None,
        }
    }

    /// Assignments in a `while` to variables that its condition asks: `while !done { … done = true … }`.
    pub fn flags_set(&self, at: ExprId) -> Vec<ExprId> {
        let ExprKind::While { cond, .. } = self.expr(at) else { return Vec::new() };
        let mut flags = Vec::new();
        self.walk(*cond, &mut |_| false, &mut |expr| {
            if let ExprKind::Local(binding) = self.expr(expr) {
                flags.push(*binding);
            }
        });
        let mut set = Vec::new();
        self.walk(at, &mut |_| false, &mut |expr| {
            if let ExprKind::Assign { place, compound: false, .. } = self.expr(expr)
                && matches!(self.expr(*place), ExprKind::Local(binding) if flags.contains(binding))
            {
                set.push(expr);
            }
        });
        set
    }

    /// The fields that lead from a pattern's value to one of its variables.
    pub fn way_to(&self, pat: PatId, binding: BindingId) -> Option<Vec<Name>> {
        let number = |index: usize| Name::from(index.to_string().as_str());
        let below = |name: Option<Name>, pat: PatId| {
            let mut way = self.way_to(pat, binding)?;
            if let Some(name) = name {
                way.insert(0, name);
            }
            Some(way)
        };
        match self.pat(pat) {
            PatKind::Bind(bound, inner) => {
                if *bound == binding {
                    return Some(Vec::new());
                }
                below(None, (*inner)?)
            }
            PatKind::Tuple(pats) => {
                // `(a, .., b)`: the positions after the gap are not known.
                let known = pats.iter().position(|&pat| matches!(self.pat(pat), PatKind::Rest)).unwrap_or(pats.len());
                pats[..known].iter().enumerate().find_map(|(index, &pat)| below(Some(number(index)), pat))
            }
            PatKind::TupleStruct(path, pats) => match path.last().as_str() {
                "Some" | "Ok" => below(None, *pats.first()?),
                "Err" => None,
                _ => pats.iter().enumerate().find_map(|(index, &pat)| below(Some(number(index)), pat)),
            },
            PatKind::Struct(_, fields) => fields.iter().find_map(|&(name, pat)| below(Some(name), pat)),
            _ => None,
        }
    }

    /// All local variables that a pattern binds.
    pub fn bindings_of(&self, pat: PatId, visit: &mut dyn FnMut(BindingId, PatId)) {
        let mut todo = vec![pat];
        while let Some(pat) = todo.pop() {
            if let PatKind::Bind(binding, _) = self.pat(pat) {
                visit(*binding, pat);
            }
            self.pat(pat).children(|child| todo.push(child));
        }
    }
}
