//! Collections of handles that only grow.

use super::selects::leaves;
use super::sets::place_type;
use super::{Model, Repeat};
use crate::apis::{Role, Verb};
use crate::flow::{BindSource, EventKind, Parent, Place};
use crate::ir::{BinaryOp, ExprId, ExprKind, Stmt};
use crate::resolve::{Callee, ExprRef, Program, Ty};
use crate::source::{Name, Span};

/// A collection of handles that a long loop adds to, and that no ended handle leaves while the loop runs.
#[derive(Clone, Copy, Debug)]
pub struct Grown<'m> {
    /// The collection.
    pub place: Place,
    /// A task whose handle it gets, by number.
    pub task: usize,
    /// What puts it in.
    pub put: Span,
    /// The loop.
    pub repeat: Repeat<'m>,
    /// Where all are taken out at once, at the end.
    pub emptied: Option<Span>,
}

/// What the uses of a collection do to its length.
enum Uses {
    /// They only add or look, but for those that empty it.
    Grows(Option<ExprRef>),
    /// Single elements leave it, or it is not known.
    Shrinks,
}

impl Model<'_, '_> {
    /// All such collections, in order of tasks.
    pub fn grown(&self) -> Vec<Grown<'_>> {
        let program = self.program;
        let mut found: Vec<Grown<'_>> = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            if task.of_param || !self.has_known_handle(task) {
                continue;
            }
            for event in &task.events {
                let EventKind::Collected(place) = event.kind else { continue };
                if found.iter().any(|one| one.place == place) || self.is_public_place(place) {
                    continue;
                }
                if !keeps_handles(program, &place_type(program, place)) {
                    continue;
                }
                let Some(repeat) = self.repeat(event.at, Some(place)) else { continue };
                if self.has_limit_of(event.at, place) || self.is_emptied_by_lender(place) {
                    continue;
                }
                let Uses::Grows(emptied) = self.uses_of(place) else { continue };
                let at_end = emptied.map(|at| program.body(at.body).span(at.expr));
                // What a loop empties, too, is emptied again and again.
                if emptied.is_some_and(|at| self.repeat(at, Some(place)).is_some()) {
                    continue;
                }
                // A local list is what the loop gathers for what comes after it.
                if emptied.is_some() && matches!(place, Place::Local(..)) {
                    continue;
                }
                found.push(Grown { place, task: number, put: event.span, repeat, emptied: at_end });
            }
        }
        found
    }

    /// `if handles.len() >= MAX { return; }` in front of it.
    fn has_limit_of(&self, at: ExprRef, place: Place) -> bool {
        let body = self.program.body(at.body);
        let asks = |cond: ExprId| match body.expr(cond) {
            ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } => [*lhs, *rhs].into_iter().any(|side| {
                matches!(body.expr(side), ExprKind::MethodCall { receiver, name, .. }
                    if *name == "len" && self.place_at(ExprRef { body: at.body, expr: *receiver }) == place)
            }),
            _ => false,
        };
        let mut child = at.expr;
        self.program.uses(at.body).ancestors(at.expr).any(|up| {
            let below = std::mem::replace(&mut child, up);
            match body.expr(up) {
                ExprKind::If { cond, then, .. } => *then == below && asks(*cond),
                ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| match stmt {
                    Stmt::Expr(expr) if body.span(*expr).hi <= body.span(at.expr).lo => match body.expr(*expr) {
                        ExprKind::If { cond, then, otherwise: None } => asks(*cond) && leaves(body, *then),
                        _ => false,
                    },
                    _ => false,
                }),
                _ => false,
            }
        })
    }

    /// Whether a collection is only lent to its function, and who lends it goes through it, or gives it away.
    fn is_emptied_by_lender(&self, place: Place) -> bool {
        let Place::Local(at, binding) = place else { return false };
        let program = self.program;
        let BindSource::Param(position) = program.uses(at).source(binding) else { return false };
        let Some(function) = program.owner(at) else { return false };
        let takes = |call: &ExprRef| {
            let body = program.body(call.body);
            let uses = program.uses(call.body);
            let Some(arg) = program.argument(*call, position) else { return false };
            let ExprKind::Ref(lent) = program.expr(arg) else { return false };
            let ExprKind::Local(list) = body.expr(*lent) else { return false };
            uses.of(*list).iter().any(|&used| match uses.parent_expr(used).map(|up| body.expr(up)) {
                Some(ExprKind::For { iter, .. }) => *iter == used,
                Some(ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) if args.contains(&used) => true,
                Some(ExprKind::MethodCall { name, .. }) => {
                    matches!(name.as_str(), "drain" | "into_iter" | "clear" | "retain" | "append" | "pop")
                }
                _ => false,
            })
        };
        self.callers_of(function).iter().any(takes)
    }

    fn uses_of(&self, place: Place) -> Uses {
        let program = self.program;
        let accesses: Vec<ExprRef> = match place {
            Place::Local(body, binding) => {
                program.uses(body).of(binding).iter().map(|&expr| ExprRef { body, expr }).collect()
            }
            Place::Field(_, name) => {
                let all = self.index.fields(name).iter().copied().filter(|at| !self.skips(at.body));
                let (own, other): (Vec<_>, Vec<_>) = all.partition(|&at| self.place_at(at) == place);
                // `self.project().tasks`: whose field that is, the text does not say.
                let unknown = |at: &ExprRef| {
                    let ExprKind::Field { base, .. } = program.expr(*at) else { return false };
                    program.peel(program.types(at.body).expr(*base)).is_unknown()
                };
                if other.iter().any(unknown) || !self.index.field_pats(name).is_empty() {
                    return Uses::Shrinks;
                }
                own
            }
            Place::Static(_) | Place::Unknown => return Uses::Shrinks,
        };
        let mut emptied = None;
        for at in accesses {
            match self.use_of_collection(at) {
                Some(false) => {}
                Some(true) => emptied = Some(at),
                None => return Uses::Shrinks,
            }
        }
        Uses::Grows(emptied)
    }

    /// Whether a use empties a collection; nothing if it may do anything else that makes it shorter.
    fn use_of_collection(&self, at: ExprRef) -> Option<bool> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut expr = at.expr;
        for _ in 0..12 {
            let parent = match uses.parent(expr) {
                Parent::Expr(parent) => parent,
                // A guard that is bound: its uses decide.
                Parent::Let(block, index) => {
                    let pat = body.let_pat(block, index)?;
                    let crate::ir::PatKind::Bind(binding, None) = body.pat(pat) else { return None };
                    let mut result = Some(false);
                    for &inner in uses.of(*binding) {
                        match self.use_of_collection(ExprRef { body: at.body, expr: inner }) {
                            Some(empties) => result = result.map(|one| one || empties),
                            None => return None,
                        }
                    }
                    return result;
                }
                Parent::Stmt(..) => return Some(false),
                _ => return None,
            };
            match body.expr(parent) {
                ExprKind::Ref(_) | ExprKind::Await(_) | ExprKind::Try(_) | ExprKind::Unary { .. } => expr = parent,
                ExprKind::For { iter, .. } if *iter == expr => return Some(true),
                ExprKind::MethodCall { receiver, name, .. } if *receiver == expr => {
                    match self.method_on(ExprRef { body: at.body, expr: parent }, *name) {
                        Method::Through => expr = parent,
                        Method::Looks => return Some(false),
                        Method::Empties => return Some(true),
                        Method::Unknown => return None,
                    }
                }
                ExprKind::Macro { kind: crate::ir::MacroKind::Borrows, .. } => return Some(false),
                // `mem::take(&mut self.handles)`, `join_all(handles)`
                ExprKind::Call { .. } => {
                    return matches!(program.callee(ExprRef { body: at.body, expr: parent }), Callee::Api(_))
                        .then_some(true);
                }
                _ => return None,
            }
        }
        None
    }

    fn method_on(&self, at: ExprRef, name: Name) -> Method {
        let program = self.program;
        let Some(row) = program.called_api(at) else { return Method::Unknown };
        if row.verb == Verb::Lock {
            return Method::Through;
        }
        match name.as_str() {
            "unwrap" | "expect" | "as_mut" | "as_ref" | "borrow_mut" | "borrow" | "clone" | "deref_mut" => {
                Method::Through
            }
            "push" | "push_back" | "insert" | "extend" | "len" | "is_empty" | "capacity" | "reserve"
            | "contains_key" | "get" | "iter" | "keys" | "values" | "entry" => Method::Looks,
            "drain" | "clear" | "into_iter" | "iter_mut" | "values_mut" | "append" => Method::Empties,
            _ => Method::Unknown,
        }
    }
}

enum Method {
    /// It gives access to the collection itself.
    Through,
    /// It adds, or looks.
    Looks,
    /// It goes through all elements.
    Empties,
    /// It may take single ones out.
    Unknown,
}

/// Whether a collection's elements are handles. What lies beside other things (a sender, a session) stands for these:
/// it may well live as long as its entry.
fn keeps_handles(program: &Program<'_>, ty: &Ty) -> bool {
    let Ty::Api(path, args) = ty else { return false };
    let Some(row) = program.apis.type_(*path).map(|id| program.apis.ty(id)) else { return false };
    match row.role {
        Role::Collection => !row.stream && args.iter().any(|arg| program.role(arg) == Some(Role::JoinHandle)),
        Role::Pointer | Role::Lock | Role::Guard => args.iter().any(|arg| keeps_handles(program, arg)),
        _ => false,
    }
}
