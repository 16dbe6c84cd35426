//! What is undone at the end of a function, if its end is reached: counts, flags, gauges, files, keys that are taken.
//!
//! Knows the pairs of the catalog. Entries that stand for somebody are in `registries`.

use super::Model;
use super::dropped::Dropper;
use super::registries::exit_span;
use super::selects::leaves;
use crate::apis::{Deed, Pair, PairOn, Role, Verb};
use crate::flow::BindSource;
use crate::ir::{BindingId, Body, ExprId, ExprKind, Lit, MacroKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// Something that a way out does not undo.
#[derive(Clone, Debug)]
pub struct Uncleaned {
    /// Where it is done.
    pub taken: Span,
    /// What it is done to, as written, or in words of the catalog.
    pub subject: String,
    /// How it stays.
    pub left: Name,
    /// Where it is undone.
    pub given: Span,
    /// The way out that goes past there.
    pub exit: Span,
    /// Who drops the future while it waits at `exit`; nothing where `exit` leaves by itself.
    pub because: Option<Dropper>,
}

impl Model<'_, '_> {
    /// All that is undone at the end of a function and not on each way out, in order of files and ids.
    pub fn uncleaned(&self) -> Vec<Uncleaned> {
        let apis = self.program.apis;
        let mut found = Vec::new();
        for pair in apis.pairs() {
            let last = |paths: &[Name]| {
                let mut names: Vec<Name> =
                    paths.iter().map(|path| Name::from(crate::apis::last_segment(path.as_str()))).collect();
                names.sort_unstable();
                names.dedup();
                names
            };
            if !pair.take.iter().any(|path| self.may_use(*path)) {
                continue;
            }
            // What undoes is the rarer half.
            let gives: Vec<ExprRef> = last(&pair.give)
                .into_iter()
                .flat_map(|name| self.index.calls(name))
                .filter(|&at| !self.skips(at.body) && self.is_half(pair, &pair.give, at, false))
                .collect();
            let mut bodies: Vec<_> = gives.iter().map(|at| at.body).collect();
            bodies.sort_unstable();
            bodies.dedup();
            for take in last(&pair.take).into_iter().flat_map(|name| self.index.calls(name)) {
                if bodies.binary_search(&take.body).is_err() || !self.is_half(pair, &pair.take, take, true) {
                    continue;
                }
                let here: Vec<ExprId> = gives
                    .iter()
                    .filter(|give| give.body == take.body && self.same_subject(pair, take, **give))
                    .map(|give| give.expr)
                    .collect();
                found.extend(self.skipped(pair, take, &here).map(|one| (take, one)));
            }
        }
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, one)| one).collect()
    }

    fn is_half(&self, pair: &Pair, paths: &[Name], at: ExprRef, value: bool) -> bool {
        let fits = match self.program.callee(at) {
            Callee::Api(api) => paths.contains(&self.program.apis.row(*api).path),
            Callee::Foreign(path) => paths.contains(path),
            _ => false,
        };
        let said = || {
            let body = self.program.body(at.body);
            let said = self.args(at).iter().rev().find_map(|&arg| match body.expr(arg) {
                ExprKind::Lit(Lit::Bool(said)) => Some(*said),
                _ => None,
            });
            said == Some(value)
        };
        fits && (!pair.flag || said())
    }

    /// What a call of the pair is about.
    fn subject(&self, pair: &Pair, at: ExprRef) -> Option<ExprId> {
        match (pair.on, self.program.expr(at)) {
            (PairOn::Receiver, ExprKind::MethodCall { receiver, .. }) => Some(*receiver),
            (PairOn::Argument, ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) => {
                args.first().copied()
            }
            _ => None,
        }
    }

    fn same_subject(&self, pair: &Pair, take: ExprRef, give: ExprRef) -> bool {
        if pair.on == PairOn::Nothing {
            return true;
        }
        let body = self.program.body(take.body);
        // `add(more)` and, some day, `sub(all)` keep a sum; they are not two halves of one thing.
        let amounts = |at| self.args(at).first().copied().filter(|_| pair.on == PairOn::Receiver && !pair.flag);
        if let (Some(a), Some(b)) = (amounts(take), amounts(give))
            && !same_place(body, a, b)
        {
            return false;
        }
        match (self.subject(pair, take), self.subject(pair, give)) {
            (Some(a), Some(b)) => same_place(body, a, b),
            _ => false,
        }
    }

    /// The way out between the two halves that does not come by the second.
    fn skipped(&self, pair: &Pair, take: ExprRef, gives: &[ExprId]) -> Option<Uncleaned> {
        let program = self.program;
        let at = take.body;
        let body = program.body(at);
        let own = program.frame(take);
        if gives.is_empty() || gives.iter().any(|&give| program.frame(ExprRef { body: at, expr: give }) != own) {
            return None;
        }
        if self.is_only_here(pair, take) || self.undone_by_drop(pair, take) {
            return None;
        }
        let owner = program.owner(at)?;
        // What `main` leaves behind goes with the process, except for the terminal and the disk.
        if program.is_drop(owner) || pair.on == PairOn::Receiver && program.defs.fns[owner].name == "main" {
            return None;
        }
        let root = match own.map(|own| body.expr(own)) {
            Some(ExprKind::Async { body, .. } | ExprKind::Closure { body, .. }) => *body,
            _ => body.root,
        };
        let taken = body.span(take.expr);
        let give = gives.iter().copied().find(|&give| {
            body.span(give).lo >= taken.hi
                && self.is_plain_after(at, take.expr, give, root)
                && !self.leaves_before(take, give)
                && !self.panics_behind(at, give)
        })?;
        let before = body.span(give).lo;
        // A loop around the first half alone takes again and again: that is another matter.
        if self.innermost_loop(take) != self.innermost_loop(ExprRef { body: at, expr: give }) {
            return None;
        }
        let asked = self.asked_by(take);
        let (mut exits, mut awaits) = (Vec::new(), Vec::new());
        body.walk(root, &mut |_| false, &mut |expr| {
            let span = body.span(expr);
            if span.hi <= taken.hi
                || span.hi > before
                || span.contains(taken)
                || program.frame(ExprRef { body: at, expr }) != own
            {
                return;
            }
            // What is done where the first half has not worked.
            if asked.iter().any(|&asked| body.span(asked).contains(span)) {
                return;
            }
            match body.expr(expr) {
                ExprKind::Try(inner) if self.never_fails(ExprRef { body: at, expr: *inner }) => {}
                ExprKind::Try(_) | ExprKind::Return(_) => exits.push(expr),
                ExprKind::Await(_) => awaits.push(expr),
                _ => {}
            }
        });
        let reachable = |expr: &ExprId| self.follows(at, take.expr, *expr, root);
        let clean = |exit: ExprId| {
            gives.iter().any(|&give| body.span(give).hi <= body.span(exit).hi && self.dominates(at, give, exit, root))
        };
        let subject = match (&pair.subject, self.subject(pair, take)) {
            (Some(subject), _) => subject.as_str().to_owned(),
            (None, Some(expr)) => {
                let text = program.workspace.sources.text(body.span(expr));
                // What takes several lines is not for a message.
                let plain = text.trim_start_matches('&');
                if plain.len() > 40 || plain.contains('\n') {
                    return None;
                }
                format!("`{plain}`")
            }
            _ => return None,
        };
        let found = |exit: ExprId, because: Option<Dropper>| {
            Some(Uncleaned {
                taken: self.callee_span(take),
                subject,
                left: pair.left,
                given: self.callee_span(ExprRef { body: at, expr: give }),
                exit: exit_span(program, at, exit),
                because,
            })
        };
        if let Some(exit) = exits.into_iter().filter(reachable).find(|&exit| !clean(exit)) {
            return found(exit, None);
        }
        let wait = awaits.into_iter().filter(reachable).find(|&wait| !clean(wait) && self.takes_time(at, wait))?;
        found(wait, Some(self.cancelled_by(at, own)?))
    }

    /// Whether a function panics once it has come by a place: who leaves before has got what he came for, and undoes it
    /// some other time.
    fn panics_behind(&self, at: BodyRef, place: ExprId) -> bool {
        let body = self.program.body(at);
        let Some(block) =
            self.program.uses(at).ancestors(place).find(|&up| matches!(body.expr(up), ExprKind::Block { .. }))
        else {
            return false;
        };
        let ExprKind::Block { stmts, tail, .. } = body.expr(block) else { return false };
        let last = tail.or(match stmts.last() {
            Some(Stmt::Expr(last)) => Some(*last),
            _ => None,
        });
        last.is_some_and(|last| {
            body.span(last).lo >= body.span(place).hi
                && matches!(body.expr(last), ExprKind::Macro { kind: MacroKind::Panics, .. })
        })
    }

    /// Whether a `Result` is that of a lock or a permit, which is an error only when somebody has panicked with the lock
    /// in his hands, or has closed the semaphore, and nobody does.
    pub(super) fn never_fails(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let mut expr = at.expr;
        for _ in 0..8 {
            let here = ExprRef { body: at.body, expr };
            if let Some(Callee::Api(api)) = program.callee_of(here) {
                let row = program.apis.row(*api);
                let is_permit = self.does(here, Deed::TakePermit)
                    && !row.name.as_str().starts_with("try_")
                    && !self.index.calls(Name::from("close")).any(|close| match program.expr(close) {
                        ExprKind::MethodCall { receiver, .. } => program
                            .derefs(program.types(close.body).expr(*receiver))
                            .iter()
                            .any(|ty| program.role(ty) == Some(Role::Semaphore)),
                        _ => false,
                    });
                if is_permit || row.verb == Verb::Lock && row.blocking {
                    return true;
                }
            }
            match body.expr(expr) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => expr = *inner,
                ExprKind::MethodCall { receiver, name, .. }
                    if matches!(
                        name.as_str(),
                        "map_err" | "ok_or" | "ok_or_else" | "context" | "with_context" | "wrap_err" | "ok"
                    ) =>
                {
                    expr = *receiver;
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether what stands behind the first half, in its own branch, always leaves: it never comes to the second.
    pub(super) fn leaves_before(&self, take: ExprRef, give: ExprId) -> bool {
        let body = self.program.body(take.body);
        let (from, to) = (body.span(take.expr), body.span(give));
        self.program.uses(take.body).ancestors(take.expr).take_while(|&up| !body.span(up).contains(to)).any(|up| {
            let ExprKind::Block { stmts, tail, .. } = body.expr(up) else { return false };
            let exprs = stmts.iter().filter_map(|stmt| match stmt {
                Stmt::Expr(expr) => Some(*expr),
                Stmt::Let { init, .. } => *init,
            });
            exprs.chain(*tail).any(|expr| body.span(expr).lo >= from.hi && leaves(body, expr))
        })
    }

    /// Whether the thing is made in the function, and goes with it.
    fn is_only_here(&self, pair: &Pair, take: ExprRef) -> bool {
        let program = self.program;
        if pair.on != PairOn::Receiver {
            return false;
        }
        let body = program.body(take.body);
        let mut expr = match self.subject(pair, take) {
            Some(expr) => expr,
            None => return true,
        };
        loop {
            expr = match body.expr(expr) {
                ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => *inner,
                ExprKind::Field { base, .. } => *base,
                ExprKind::Local(binding) => {
                    let BindSource::Value(value, _) = program.uses(take.body).source(*binding) else { return false };
                    // `AtomicUsize::new(0)`, as opposed to `Arc::clone(&count)`.
                    let role = program.types(take.body).expr(value);
                    return program.role(role) == Some(crate::apis::Role::Atomic);
                }
                _ => return false,
            };
        }
    }

    /// A variable of the function whose `Drop` calls what undoes.
    fn undone_by_drop(&self, pair: &Pair, take: ExprRef) -> bool {
        let program = self.program;
        let undoes = |ty: &Ty| match ty {
            Ty::Adt(adt, _) => program.defs.impls_of(*adt).iter().any(|&id| {
                program.defs.impl_fn(id, "drop".into()).is_some_and(|function| {
                    let Some(at) = program.defs.fns[function].body.filter(|_| program.is_drop(function)) else {
                        return false;
                    };
                    let body = program.body(at);
                    let mut found = false;
                    body.walk(body.root, &mut |_| true, &mut |expr| {
                        if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                            found |= self.is_half(pair, &pair.give, ExprRef { body: at, expr }, false);
                        }
                    });
                    found
                })
            }),
            _ => false,
        };
        (0..program.body(take.body).bindings.len()).any(|index| {
            let ty = program.types(take.body).binding(BindingId(index as u32));
            matches!(ty, Ty::Adt(..)) && undoes(ty)
        })
    }

    /// Each `if` and `match` that looks at what the first half gives, at once or in a variable.
    fn asked_by(&self, take: ExprRef) -> Vec<ExprId> {
        let body = self.program.body(take.body);
        let uses = self.program.uses(take.body);
        let asks = |value: ExprId| {
            let mut child = value;
            for up in uses.ancestors(value) {
                match body.expr(up) {
                    ExprKind::If { cond, .. } if *cond == child => return Some(up),
                    ExprKind::Match { value, .. } if *value == child => return Some(up),
                    ExprKind::Block { .. } => return None,
                    _ => child = up,
                }
            }
            None
        };
        let bound = (0..body.bindings.len() as u32)
            .map(BindingId)
            .filter(|&binding| matches!(uses.source(binding), BindSource::Value(value, _) if value == take.expr));
        let looks = bound.flat_map(|binding| uses.of(binding).iter().copied());
        std::iter::once(take.expr).chain(looks).filter_map(asks).collect()
    }

    pub(super) fn innermost_loop(&self, at: ExprRef) -> Option<ExprId> {
        let body = self.program.body(at.body);
        self.program.uses(at.body).ancestors(at.expr).find(|&up| body.expr(up).is_loop())
    }
}

/// Whether two expressions name the same variable, field or static, as far as the text shows it.
pub(super) fn same_place(body: &Body, a: ExprId, b: ExprId) -> bool {
    match (body.expr(a), body.expr(b)) {
        (ExprKind::Ref(a), _) => same_place(body, *a, b),
        (_, ExprKind::Ref(b)) => same_place(body, a, *b),
        (ExprKind::Local(a), ExprKind::Local(b)) => a == b,
        (ExprKind::Path(a), ExprKind::Path(b)) => {
            let names = |path: &crate::ir::PathRef| path.segments.iter().map(|part| part.name).collect::<Vec<_>>();
            names(a) == names(b)
        }
        (ExprKind::Field { base: a, name: one }, ExprKind::Field { base: b, name: other }) => {
            one == other && same_place(body, *a, *b)
        }
        (
            ExprKind::MethodCall { receiver: a, name: one, args: some, .. },
            ExprKind::MethodCall { receiver: b, name: other, args: others, .. },
        ) => {
            one == other
                && some.len() == others.len()
                && same_place(body, *a, *b)
                && some.iter().zip(others.iter()).all(|(a, b)| same_place(body, *a, *b))
        }
        (ExprKind::Lit(a), ExprKind::Lit(b)) => a == b,
        (ExprKind::Array { elems: a, .. }, ExprKind::Array { elems: b, .. }) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same_place(body, *a, *b))
        }
        _ => false,
    }
}
