//! What code comes to do by the functions that it calls: it saves, it opens a connection, it takes a permit.
//!
//! Knows what the catalog says of calls, and functions of the workspace a few calls away.

use super::Model;
use crate::apis::{Apis, Deed};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef, FnId, Ty};

const FAR: u8 = 3;

impl Model<'_, '_> {
    /// The call in some code that does this, or that leads to a call that does.
    pub(super) fn reached(&self, at: ExprRef, deed: Deed) -> Option<ExprRef> {
        self.reached_within(at, deed, FAR)
    }

    fn reached_within(&self, at: ExprRef, deed: Deed, far: u8) -> Option<ExprRef> {
        let body = self.program.body(at.body);
        let mut calls: Vec<ExprId> = Vec::new();
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(expr);
            }
        });
        calls.into_iter().map(|expr| ExprRef { body: at.body, expr }).find(|&call| self.call_does(call, deed, far))
    }

    fn call_does(&self, call: ExprRef, deed: Deed, far: u8) -> bool {
        let apis = self.program.apis;
        let named = |path| apis.marked(path, deed) || apis.deed(path).is_some_and(|known| known.does == deed);
        match self.program.callee(call) {
            Callee::Api(api) => {
                let path = apis.row(*api).path;
                named(path) || deed == Deed::Save && is_write(path.as_str()) && self.writes_file(call)
            }
            Callee::Foreign(path) => named(*path),
            callee @ (Callee::Fn(_) | Callee::Trait(_)) if far > 0 => {
                // A trait with several implementations may mean any of them.
                let targets = self.program.targets(callee);
                matches!(targets[..], [function] if self.fn_does(function, deed, far - 1))
            }
            _ => false,
        }
    }

    fn fn_does(&self, function: FnId, deed: Deed, far: u8) -> bool {
        let Some(body) = self.program.defs.fns[function].body else { return false };
        let key = (function, deed, far);
        if let Some(&known) = self.reaches.borrow().get(&key) {
            return known;
        }
        // A function that comes back to itself is answered by what else it does.
        self.reaches.borrow_mut().insert(key, false);
        let root = ExprRef { body, expr: self.program.body(body).root };
        let does = self.reached_within(root, deed, far).is_some();
        self.reaches.borrow_mut().insert(key, does);
        does
    }

    /// `file.write_all(…)` where `file` is one, also in a buffer.
    fn writes_file(&self, call: ExprRef) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(call) else { return false };
        let ty = self.program.types(call.body).expr(*receiver);
        self.program.derefs(ty).iter().any(|ty| is_file(self.program.apis, &self.program.peel(ty), 3))
    }
}

fn is_write(path: &str) -> bool {
    ["tokio::io::AsyncWriteExt::write", "futures::io::AsyncWriteExt::write", "std::io::Write::write"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

fn is_file(apis: &Apis, ty: &Ty, far: u8) -> bool {
    let Some(path) = ty.api_path() else { return false };
    apis.marked(path, Deed::Save) || far > 0 && is_file(apis, &ty.arg(0), far - 1)
}
