//! Loops that gather what they read until they have enough, and never look at how much a read gave: at the end that is
//! nothing, at once, again and again, and what they have gathered stays as it is.
//!
//! Only where the amount is used for nothing but cutting out the new part, and that part for nothing but to be put
//! behind the others.

use super::Model;
use crate::apis::{ExitKind, Verb};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};
use crate::source::Span;

impl Model<'_, '_> {
    /// `loop { let n = stream.read(&mut part).await?; all.extend_from_slice(&part[..n]); if is_whole(&all) { break; } }`:
    /// the read.
    pub(super) fn reads_blindly(&self, at: ExprRef) -> Option<Span> {
        let body = self.program.body(at.body);
        let ExprKind::Loop { body: inner, .. } = *body.expr(at.expr) else { return None };
        let ExprKind::Block { stmts, .. } = body.expr(inner) else { return None };
        let (read, amount) = stmts.iter().find_map(|stmt| {
            let Stmt::Let { pat, init: Some(init), otherwise: None, .. } = stmt else { return None };
            let PatKind::Bind(amount, None) = body.pat(*pat) else { return None };
            Some((self.read_of(at.body, *init)?, *amount))
        })?;
        let new = self.parts(at.body, amount)?;
        if new.is_empty() || !new.iter().all(|&part| self.is_put_behind(at.body, part)) {
            return None;
        }
        // `let before = all.len();` is there to be compared.
        let measures = stmts.iter().any(|stmt| match stmt {
            Stmt::Let { init: Some(init), .. } => {
                body.any(*init, |part| matches!(body.expr(part), ExprKind::MethodCall { name, .. } if *name == "len"))
            }
            _ => false,
        });
        let blind = !measures && !body.any(inner, |expr| self.may_tell(at.body, expr, read));
        blind.then(|| self.callee_span(ExprRef { body: at.body, expr: read }))
    }

    /// The call of `read`, in `stream.read(&mut part).await?` and `.unwrap()`.
    fn read_of(&self, at: BodyRef, value: ExprId) -> Option<ExprId> {
        let body = self.program.body(at);
        let mut expr = value;
        loop {
            let here = ExprRef { body: at, expr };
            if let Some(row) = self.program.called_api(here)
                && row.name == "read"
                && row.exit == Some(ExitKind::PeerClosed)
            {
                let ty = self.program.ty(here);
                let gives = if row.is_async { self.program.output(ty).arg(0) } else { ty.arg(0) };
                return matches!(gives, Ty::Prim(name) if name == "usize").then_some(expr);
            }
            expr = match body.expr(expr) {
                ExprKind::Try(inner) | ExprKind::Await(inner) => *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(name.as_str(), "unwrap" | "expect" | "context" | "map_err") =>
                {
                    *receiver
                }
                _ => return None,
            };
        }
    }

    /// `&part[..n]`: all that is made of the amount, or nothing if it is used for something else.
    fn parts(&self, at: BodyRef, amount: BindingId) -> Option<Vec<ExprId>> {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        uses.of(amount)
            .iter()
            .map(|&one| {
                let range = uses.parent_expr(one)?;
                let ExprKind::Range(from, Some(to)) = body.expr(range) else { return None };
                if from.is_some() || *to != one {
                    return None;
                }
                let index = uses.parent_expr(range)?;
                matches!(body.expr(index), ExprKind::Index { index: by, .. } if *by == range).then_some(index)
            })
            .collect()
    }

    /// Whether a part is only put behind what is there: of nothing that makes no difference.
    fn is_put_behind(&self, at: BodyRef, part: ExprId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut given = part;
        while let Some(up) = uses.parent_expr(given) {
            match body.expr(up) {
                ExprKind::Ref(_) => given = up,
                ExprKind::MethodCall { receiver, name, args, .. } if *receiver != given => {
                    return args.len() == 1
                        && matches!(name.as_str(), "extend_from_slice" | "extend" | "put_slice" | "put");
                }
                _ => return false,
            }
        }
        false
    }

    /// What may see that nothing more comes, or wait until there is more: another wait, a clock, a length that is
    /// compared with an older one, what is not understood.
    fn may_tell(&self, at: BodyRef, expr: ExprId, read: ExprId) -> bool {
        let body = self.program.body(at);
        let here = ExprRef { body: at, expr };
        match body.expr(expr) {
            ExprKind::Opaque | ExprKind::Select { .. } => true,
            ExprKind::Await(inner) => *inner != read,
            ExprKind::Assign { .. } | ExprKind::AssignPat { .. } => true,
            _ if expr == read => false,
            ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "elapsed" | "clear" | "is_empty" | "load") => {
                true
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match self.program.callee_of(here) {
                Some(Callee::Api(api)) => {
                    let row = self.program.apis.row(*api);
                    row.blocking || !matches!(row.verb, Verb::Pass | Verb::Drop)
                }
                Some(Callee::Closure(_) | Callee::Value | Callee::Trait(_)) => true,
                _ => false,
            },
            _ => false,
        }
    }
}
