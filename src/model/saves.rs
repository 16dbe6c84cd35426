//! Code whose work is to last: it writes into a file, a database or a log.
//!
//! Knows what the catalog says of the calls, and functions of the workspace a few calls away.

use super::Model;
use crate::apis::Apis;
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef, FnId, Ty};

const FAR: u8 = 3;

impl Model<'_, '_> {
    /// The call in some code that saves something, or that leads to such a call.
    pub(super) fn saves_in(&self, at: ExprRef) -> Option<ExprRef> {
        self.saves_within(at, FAR)
    }

    fn saves_within(&self, at: ExprRef, far: u8) -> Option<ExprRef> {
        let body = self.program.body(at.body);
        let mut calls: Vec<ExprId> = Vec::new();
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(expr);
            }
        });
        calls.into_iter().map(|expr| ExprRef { body: at.body, expr }).find(|&call| self.call_saves(call, far))
    }

    fn call_saves(&self, call: ExprRef, far: u8) -> bool {
        let apis = self.program.apis;
        match self.program.callee(call) {
            Callee::Api(api) => {
                let path = apis.row(*api).path;
                apis.saves(path) || is_write(path.as_str()) && self.writes_file(call)
            }
            Callee::Foreign(path) => apis.saves(*path),
            callee @ (Callee::Fn(_) | Callee::Trait(_)) if far > 0 => {
                // A trait with several implementations may mean any of them.
                let targets = self.program.targets(callee);
                matches!(targets[..], [function] if self.fn_saves(function, far - 1))
            }
            _ => false,
        }
    }

    fn fn_saves(&self, function: FnId, far: u8) -> bool {
        let Some(body) = self.program.defs.fns[function].body else { return false };
        if let Some(&known) = self.saves.borrow().get(&(function, far)) {
            return known;
        }
        // A function that comes back to itself is answered by what else it does.
        self.saves.borrow_mut().insert((function, far), false);
        let saves = self.saves_within(ExprRef { body, expr: self.program.body(body).root }, far).is_some();
        self.saves.borrow_mut().insert((function, far), saves);
        saves
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
    apis.saves(path) || far > 0 && is_file(apis, &ty.arg(0), far - 1)
}
