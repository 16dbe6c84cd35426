//! Entries that a function puts in for its caller: `hub.join(id, tx)`. Where the caller takes them out again, the call
//! is the insert.

use super::{Change, ChangeKind, Registry};
use crate::flow::{BindSource, Place};
use crate::ir::{BindingId, ExprId, ExprKind, Stmt, UnaryOp};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use rustc_hash::FxHashSet;

/// What says which entry is meant.
#[derive(PartialEq, Eq)]
enum Key<'a> {
    Variable(BindingId),
    /// As it is written: `self.id`.
    Other(&'a str),
}

impl Model<'_, '_> {
    /// Calls of functions that put an entry in which the caller takes out again, as inserts.
    pub(super) fn inserts_by_call(&self, registry: &Registry, removers: &FxHashSet<FnId>) -> Vec<Change> {
        let program = self.program;
        // A sweep or a guard may see to what stays behind.
        if registry.is_swept() || removers.iter().any(|&function| program.is_drop(function)) {
            return Vec::new();
        }
        let mut found: Vec<Change> = Vec::new();
        for op in &registry.inserts {
            let Some(function) = program.owner(op.at.body) else { continue };
            if removers.contains(&function)
                || program.frame(op.at).is_some()
                || program.defs.fns[function].name == "main"
            {
                continue;
            }
            let given = self.key_local(op).and_then(|key| match program.uses(op.at.body).source(key) {
                BindSource::Param(position) => Some(position),
                _ => None,
            });
            for call in self.callers(function) {
                if !found.iter().any(|one| one.at == call)
                    && let Some(insert) = self.insert_by(registry, call, given, removers)
                {
                    found.push(insert);
                }
            }
        }
        found
    }

    fn insert_by(
        &self,
        registry: &Registry,
        call: ExprRef,
        given: Option<u32>,
        removers: &FxHashSet<FnId>,
    ) -> Option<Change> {
        let program = self.program;
        let at = call.body;
        let body = program.body(at);
        let owner = program.owner(at)?;
        if program.defs.fns[owner].name == "main" || program.is_drop(owner) {
            return None;
        }
        let first = program.argument(call, 0).map(|first| first.expr);
        let key = given.map(|position| program.argument(call, position).map(|key| key.expr));
        // A map that this code makes ends with it.
        if !matches!(registry.place, Place::Static(_)) && !self.comes_from_outside(at, first?, 0) {
            return None;
        }
        let wanted = match key {
            Some(key) => self.key_of(at, key?),
            None => Key::Variable(self.variable_of(call)?),
        };
        let own = program.frame(call);
        let after = body.span(call.expr).hi;
        let mut removal = None;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if removal.is_none() && body.span(expr).lo >= after && program.frame(ExprRef { body: at, expr }) == own {
                removal = self.removed_key(registry, ExprRef { body: at, expr }, owner, &wanted, removers);
            }
        });
        let removed = removal?;
        // Whoever calls this may clean up behind it.
        let cleaned =
            self.callers(owner).into_iter().any(|outer| self.removes_beside(registry, outer, owner, removers));
        (!cleaned).then(|| Change {
            kind: ChangeKind::Insert,
            at: call,
            span: self.callee_span(call),
            key: Some(ExprRef { body: at, expr: key.flatten().unwrap_or(removed) }),
        })
    }

    /// Where a call takes an entry out, and is given this key: the key.
    fn removed_key(
        &self,
        registry: &Registry,
        at: ExprRef,
        owner: FnId,
        key: &Key<'_>,
        removers: &FxHashSet<FnId>,
    ) -> Option<ExprId> {
        let args = match self.program.expr(at) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
            _ => return None,
        };
        if !self.may_remove(registry, at, owner, removers) {
            return None;
        }
        args.iter().copied().find(|&arg| self.key_of(at.body, arg) == *key)
    }

    fn may_remove(&self, registry: &Registry, at: ExprRef, owner: FnId, removers: &FxHashSet<FnId>) -> bool {
        registry.removes.iter().any(|op| op.at == at)
            || matches!(self.program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && matches!(self.program.callee(at), Callee::Fn(function) if *function != owner && removers.contains(function))
    }

    /// Whether the code around a call takes entries out, too.
    fn removes_beside(&self, registry: &Registry, call: ExprRef, owner: FnId, removers: &FxHashSet<FnId>) -> bool {
        let body = self.program.body(call.body);
        let mut found = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: call.body, expr };
            found |= here != call && self.may_remove(registry, here, owner, removers);
        });
        found
    }

    /// A key without `&` and `.clone()`.
    fn key_of(&self, at: BodyRef, key: ExprId) -> Key<'_> {
        let body = self.program.body(at);
        let mut expr = key;
        loop {
            match body.expr(expr) {
                ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => expr = *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "clone" | "to_owned" | "to_string" | "as_str") =>
                {
                    expr = *receiver;
                }
                ExprKind::Local(binding) => return Key::Variable(*binding),
                _ => return Key::Other(self.program.workspace.sources.text(body.span(expr))),
            }
        }
    }

    /// The variable that a call's value is bound to, behind `.await`, `?` and `.unwrap()`.
    pub(super) fn variable_of(&self, call: ExprRef) -> Option<BindingId> {
        let body = self.program.body(call.body);
        let uses = self.program.uses(call.body);
        let mut expr = call.expr;
        while let Some(up) = uses.parent_expr(expr)
            && match body.expr(up) {
                ExprKind::Await(_) | ExprKind::Try(_) => true,
                ExprKind::MethodCall { receiver, name, .. } => {
                    *receiver == expr && matches!(name.as_str(), "unwrap" | "expect")
                }
                _ => false,
            }
        {
            expr = up;
        }
        self.program.let_binding(ExprRef { body: call.body, expr })
    }

    /// Whether a value was there before the function that names it.
    fn comes_from_outside(&self, at: BodyRef, expr: ExprId, depth: u8) -> bool {
        let body = self.program.body(at);
        let mut expr = expr;
        for _ in 0..12 {
            match body.expr(expr) {
                ExprKind::Local(binding) => {
                    return match self.program.uses(at).source(*binding) {
                        BindSource::Param(_) | BindSource::ClosureParam(..) => true,
                        BindSource::Value(value, _) if depth < 6 => self.comes_from_outside(at, value, depth + 1),
                        _ => false,
                    };
                }
                ExprKind::MethodCall { receiver: inner, .. }
                | ExprKind::Ref(inner)
                | ExprKind::Await(inner)
                | ExprKind::Try(inner)
                | ExprKind::Field { base: inner, .. }
                | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => expr = *inner,
                // `Arc::clone(&hub)`
                ExprKind::Call { args, .. } if args.len() == 1 => expr = args[0],
                ExprKind::Path(_) => return true,
                _ => return false,
            }
        }
        false
    }

    /// Whether a way out hangs on what the call says that puts the entry in: it may not have.
    pub(super) fn asks_the_call(&self, insert: &Change, exit: ExprId) -> bool {
        let body = self.program.body(insert.at.body);
        if !matches!(self.program.callee_of(insert.at), Some(Callee::Fn(_))) {
            return false;
        }
        let call = body.span(insert.at.expr);
        let key = self.key_local(insert);
        let uses = self.program.uses(insert.at.body);
        let told = |binding: BindingId| {
            Some(binding) != key
                && matches!(uses.source(binding), BindSource::Value(value, _) if body.span(value).contains(call))
        };
        let about = |code: ExprId| {
            let mut found = body.span(code).contains(call);
            body.walk(code, &mut |_| false, &mut |expr| {
                found |= matches!(body.expr(expr), ExprKind::Local(binding) if told(*binding));
            });
            found
        };
        // `pump(socket, inbox).await?` works with what the call gave, and asks for something else.
        let tried = |mut expr: ExprId| loop {
            expr = match body.expr(expr) {
                _ if expr == insert.at.expr => return true,
                ExprKind::Local(binding) => return told(*binding),
                ExprKind::Await(inner)
                | ExprKind::Try(inner)
                | ExprKind::Ref(inner)
                | ExprKind::Field { base: inner, .. }
                | ExprKind::MethodCall { receiver: inner, .. } => *inner,
                _ => return body.span(expr).contains(call),
            }
        };
        let here = matches!(body.expr(exit), ExprKind::Try(inner) if tried(*inner));
        here || uses.ancestors(exit).any(|up| match body.expr(up) {
            ExprKind::If { cond, .. } => *cond != exit && about(*cond),
            ExprKind::Match { value, .. } => *value != exit && about(*value),
            ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| {
                matches!(stmt, Stmt::Let { init: Some(init), otherwise: Some(otherwise), .. }
                    if body.span(*otherwise).contains(body.span(exit)) && about(*init))
            }),
            _ => false,
        })
    }
}
