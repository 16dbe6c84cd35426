//! Borrows of a channel's value: guards that keep its senders waiting as long as they live.

use super::Model;
use crate::apis::{ChannelKind, Role, TyText};
use crate::flow::{Range, range_of};
use crate::ir::{ExprKind, TypeRef};
use crate::resolve::{ExprRef, Program, Ty};
use crate::source::Name;

/// One borrow of a `watch` channel's value.
#[derive(Clone, Debug)]
pub struct Borrow {
    /// The call that borrows.
    pub at: ExprRef,
    /// How long.
    pub range: Range,
}

impl Model<'_, '_> {
    /// All borrows of the values of `watch` channels, in order of the text.
    pub fn watch_borrows(&self) -> Vec<Borrow> {
        let program = self.program;
        let is_borrow = |ty: &Ty| is_borrow(program, ty);
        let mut found: Vec<Borrow> = Vec::new();
        for name in borrowing(program) {
            for at in self.index.calls(name) {
                if self.skips(at.body) || !in_async(program, at) {
                    continue;
                }
                if let Some(range) = range_of(program, at, &is_borrow) {
                    found.push(Borrow { at, range });
                }
            }
        }
        found.sort_by_key(|borrow| borrow.at);
        // `tx.borrow().unwrap()` is met once for each call of the chain that gives the borrow.
        found.dedup_by_key(|borrow| borrow.range.at);
        found
    }
}

fn is_borrow(program: &Program<'_>, ty: &Ty) -> bool {
    ty.api_path().and_then(|path| program.apis.type_(path)).is_some_and(|id| {
        let row = program.apis.ty(id);
        row.role == Role::Guard && row.channel == Some(ChannelKind::Watch)
    })
}

/// Names of functions that give such a borrow: of the catalog, and of the workspace.
fn borrowing(program: &Program<'_>) -> Vec<Name> {
    let mentions = |text: &TyText| {
        text.mentions(&|part| match part {
            TyText::Path(path, _) => is_borrow(program, &Ty::api(path.as_str(), [])),
            _ => false,
        })
    };
    let mut names = program.apis.names_of(|row| row.returns.as_ref().is_some_and(mentions));
    for (id, def) in program.defs.fns.iter() {
        // By spelling first: hardly any function gives a guard.
        if matches!(&def.item.ret, Some(TypeRef::Path(path)) if matches!(path.last().as_str(), "Ref" | "RefMut"))
            && is_borrow(program, &program.sig(id).output)
        {
            names.push(def.name);
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether code runs as (part of) a future, so that it can be suspended.
fn in_async(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let frame = program.uses(at.body).ancestors(at.expr).map(|expr| body.expr(expr)).find(|kind| kind.is_lazy());
    match frame {
        Some(ExprKind::Closure { is_async, .. }) => *is_async,
        Some(_) => true,
        None => program.owner(at.body).is_some_and(|function| program.defs.fns[function].item.is_async),
    }
}
