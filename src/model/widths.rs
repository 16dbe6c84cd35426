//! How much runs at a time on a pool, where both numbers are written: combinators with a width, semaphores, workers that
//! a loop starts.
//!
//! A pool counts where it is the only one of the crate, or of the program. What holds a permit, or a worker, need not
//! hold a connection all the time; but that it takes one at some point must be seen.

use super::{Model, Pool, Taken, Waiter};
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, range_of};
use crate::ir::{BindingId, ExprId, ExprKind, Lit, UnaryOp};
use crate::resolve::{Callee, ExprRef, Namespace, Ty};
use crate::source::Span;

/// More at a time than a pool has connections.
#[derive(Clone, Debug)]
pub struct Width<'m> {
    /// The number, or what stands for it.
    pub span: Span,
    /// What limits it.
    pub by: WidthBy,
    /// Where each of them takes a connection.
    pub used: Span,
    /// The pool.
    pub pool: &'m Pool,
    /// How many connections it has.
    pub size: u64,
}

/// What says how much runs at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidthBy {
    /// `buffer_unordered(n)` and the like.
    Combinator,
    /// `Semaphore::new(n)`
    Semaphore,
    /// `for _ in 0..n { spawn(…) }`
    Workers,
}

const FAR: u8 = 6;

impl Model<'_, '_> {
    /// Widths of concurrent work on a pool beyond its size, in order of the text.
    pub fn widths_beyond_pool(&self) -> Vec<Width<'_>> {
        if self.pools().iter().all(|pool| self.pool_size(pool).is_none()) {
            return Vec::new();
        }
        let mut found = self.wide_combinators();
        found.extend(self.wide_semaphores());
        found.extend(self.wide_loops());
        found.sort_by_key(|width| (width.span, width.used));
        found.dedup_by_key(|width| width.span);
        found
    }

    /// The number that an expression is: a literal, or a constant that is one.
    pub(super) fn literal_number(&self, at: ExprRef) -> Option<u64> {
        self.literal_within(at, FAR)
    }

    fn literal_within(&self, at: ExprRef, far: u8) -> Option<u64> {
        let far = far.checked_sub(1)?;
        let program = self.program;
        match program.expr(at) {
            ExprKind::Lit(Lit::Int(value)) => Some(*value),
            ExprKind::Cast(inner, _) => self.literal_within(ExprRef { body: at.body, expr: *inner }, far),
            ExprKind::Path(path) => {
                let id = program.resolve(program.scope(at.body), path, Namespace::Values).static_id()?;
                let def = &program.defs.statics[id];
                let body = def.body.filter(|_| def.is_const && !def.lazy)?;
                self.literal_within(ExprRef { body, expr: program.body(body).root }, far)
            }
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => self.literal_within(ExprRef { body: at.body, expr: value }, far),
                _ => None,
            },
            ExprKind::Block { stmts, tail: Some(tail), .. } if stmts.is_empty() => {
                self.literal_within(ExprRef { body: at.body, expr: *tail }, far)
            }
            _ => None,
        }
    }

    fn pool_size(&self, pool: &Pool) -> Option<u64> {
        match &pool.size {
            Some(setting) => setting.value,
            None if pool.known => pool.row.size.and_then(|size| size.as_str().parse().ok()),
            None => None,
        }
    }

    /// The pool that work in a crate is done on, where a number beyond its size is at hand.
    fn pool_below(&self, at: ExprRef, value: u64) -> Option<(&Pool, u64)> {
        let krate = self.program.defs.krate_of(at.body);
        let near: Vec<&Pool> =
            self.pools().iter().filter(|pool| self.program.defs.krate_of(pool.at.body) == krate).collect();
        let pool = match (&near[..], self.pools()) {
            ([pool], _) => *pool,
            ([], [pool]) => pool,
            _ => return None,
        };
        let size = self.pool_size(pool)?;
        (value > size).then_some((pool, size))
    }

    fn wide_combinators(&self) -> Vec<Width<'_>> {
        let width = |at: ExprRef| {
            let arg = ExprRef { body: at.body, expr: *self.args(at).first()? };
            let (pool, size) = self.pool_below(at, self.literal_number(arg)?)?;
            let used = self.connection_taken_in(at).filter(|_| !self.is_limited_in(at, 2))?;
            Some(Width { span: self.span(arg), by: WidthBy::Combinator, used, pool, size })
        };
        self.calls_that(Deed::Width).into_iter().filter_map(width).collect()
    }

    fn wide_semaphores(&self) -> Vec<Width<'_>> {
        let width = |at: ExprRef| {
            let ExprKind::MethodCall { receiver, .. } = self.program.expr(at) else { return None };
            let permits = self.semaphore_size(ExprRef { body: at.body, expr: *receiver }, FAR)?;
            let (pool, size) = self.pool_below(at, self.literal_number(permits)?)?;
            let used = self.done_with_permit(at)?;
            Some(Width { span: self.span(permits), by: WidthBy::Semaphore, used, pool, size })
        };
        self.calls_that(Deed::TakePermit).into_iter().filter_map(width).collect()
    }

    /// The number of permits that a semaphore is made with.
    fn semaphore_size(&self, at: ExprRef, far: u8) -> Option<ExprRef> {
        let far = far.checked_sub(1)?;
        let program = self.program;
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        match program.expr(at) {
            ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => {
                self.semaphore_size(here(*inner), far)
            }
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => self.semaphore_size(here(value), far),
                _ => None,
            },
            ExprKind::MethodCall { receiver, name, args, .. } if args.is_empty() && *name == "clone" => {
                self.semaphore_size(here(*receiver), far)
            }
            ExprKind::Call { args, .. } => {
                let [arg] = args[..] else { return None };
                // The value itself, or `Arc::new(…)`, `Arc::clone(&…)` around it.
                match program.role(program.ty(at)) {
                    Some(Role::Semaphore) => Some(here(arg)),
                    _ => self.semaphore_size(here(arg), far),
                }
            }
            ExprKind::Path(path) => {
                let id = program.resolve(program.scope(at.body), path, Namespace::Values).static_id()?;
                let body = program.defs.statics[id].body?;
                self.semaphore_size(ExprRef { body, expr: program.body(body).root }, far)
            }
            ExprKind::Closure { body, .. } | ExprKind::Block { tail: Some(body), .. } => {
                self.semaphore_size(here(*body), far)
            }
            ExprKind::Field { base, name } => {
                let (_, adt) = program.field(program.types(at.body).expr(*base), *name)?;
                let adt = adt?;
                let of = |literal: &ExprRef| matches!(program.ty(*literal), Ty::Adt(id, _) if *id == adt);
                let mut values = self
                    .index
                    .literals(*name)
                    .iter()
                    .filter(|(literal, _)| !self.skips(literal.body) && of(literal))
                    .map(|(literal, value)| ExprRef { body: literal.body, expr: *value });
                let value = values.next()?;
                // Several may differ.
                if values.next().is_some() { None } else { self.semaphore_size(value, far) }
            }
            _ => None,
        }
    }

    /// Where a connection is taken while a permit is held, also in the task that the permit moves into.
    ///
    /// Not where a loop takes one now and then, for each message of a client: the permits are of clients.
    fn done_with_permit(&self, at: ExprRef) -> Option<Span> {
        let program = self.program;
        let holds = |ty: &Ty| program.role(ty) == Some(Role::Permit);
        let range = range_of(program, at, &holds)?;
        let all_the_time = |call: ExprRef| !self.waits_in_callee(call, 2);
        if let Some(used) = range.acts().filter(|act| all_the_time(*act)).find_map(|act| self.connection_of(act)) {
            return Some(used);
        }
        let binding = range.held_by?;
        let blocks = self.blocks_with(at, binding).into_iter();
        blocks.filter(|block| !self.holds_session(*block)).find_map(|block| self.connection_taken_in(block))
    }

    /// Whether a block goes round a loop that waits for messages, itself or in a function that it calls.
    fn holds_session(&self, block: ExprRef) -> bool {
        let body = self.program.body(block.body);
        self.loops.iter().any(|found| found.at.body == block.body && body.span(block.expr).contains(found.span))
            || body.any(block.expr, |expr| {
                matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                    && self.waits_in_callee(ExprRef { body: block.body, expr }, 2)
            })
    }

    /// Whether a function that is called goes round a loop that waits for messages.
    fn waits_in_callee(&self, call: ExprRef, depth: u8) -> bool {
        let Some(Callee::Fn(function)) = self.program.callee_of(call) else { return false };
        let Some(inner) = self.program.defs.fns[*function].body else { return false };
        let body = self.program.body(inner);
        self.waits_in_loop(inner)
            || depth > 0
                && body.any(body.root, |expr| {
                    matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                        && self.waits_in_callee(ExprRef { body: inner, expr }, depth - 1)
                })
    }

    /// Blocks and closures that use a variable of their surroundings.
    fn blocks_with(&self, at: ExprRef, binding: BindingId) -> Vec<ExprRef> {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut found = Vec::new();
        for &used in uses.of(binding) {
            let block = uses
                .ancestors(used)
                .find(|&up| body.expr(up).is_lazy())
                .filter(|&up| !body.span(up).contains(body.span(at.expr)));
            found.extend(block.map(|expr| ExprRef { body: at.body, expr }));
        }
        found
    }

    fn wide_loops(&self) -> Vec<Width<'_>> {
        let program = self.program;
        let width = |&at: &ExprRef| {
            let body = program.body(at.body);
            let ExprKind::For { iter, body: code, .. } = body.expr(at.expr) else { return None };
            let ExprKind::Range(Some(from), Some(to)) = body.expr(*iter) else { return None };
            let to = ExprRef { body: at.body, expr: *to };
            let from = self.literal_number(ExprRef { body: at.body, expr: *from })?;
            let (pool, size) = self.pool_below(at, self.literal_number(to)?.checked_sub(from)?)?;
            let inside = |span: Span| body.span(*code).contains(span);
            let started = self.tasks.iter().filter(|task| {
                task.at.body == at.body && inside(task.span) && task.kind != crate::apis::TaskKind::Thread
            });
            let used = started.filter_map(|task| task.work_at).find_map(|work| self.connection_taken_in(work))?;
            if self.is_limited_in(ExprRef { body: at.body, expr: *code }, 2) {
                return None;
            }
            Some(Width { span: self.span(to), by: WidthBy::Workers, used, pool, size })
        };
        self.index.loops().iter().filter(|at| !self.skips(at.body)).filter_map(width).collect()
    }

    /// Whether something in some code, or in functions that it calls, lets only so many go on at a time: a permit, a
    /// lock that is held while the connection is used, a wait for what was started before.
    fn is_limited_in(&self, at: ExprRef, depth: u8) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let holds = |ty: &Ty| program.role(ty) == Some(Role::Guard);
        let locks = |call: ExprRef| {
            range_of(program, call, &holds)
                .is_some_and(|range| range.acts().any(|act| self.connection_of(act).is_some()))
        };
        let mut found = false;
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            if found || !matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                return;
            }
            found = match program.callee(here) {
                _ if self.does(here, Deed::TakePermit) => true,
                Callee::Api(api) => match program.apis.row(*api).verb {
                    Verb::Join => program.is_awaited(here),
                    Verb::Lock => locks(here),
                    _ => false,
                },
                Callee::Fn(function) => {
                    depth > 0
                        && program.defs.fns[*function].body.is_some_and(|inner| {
                            self.is_limited_in(ExprRef { body: inner, expr: program.body(inner).root }, depth - 1)
                        })
                }
                _ => false,
            };
        });
        // `let task = spawn(load(id)); task.await`
        found
            || self.tasks.iter().any(|task| {
                task.at.body == at.body
                    && body.span(at.expr).contains(task.span)
                    && task.events.iter().any(|event| {
                        event.kind == crate::flow::EventKind::Awaited
                            && event.at.body == at.body
                            && body.span(at.expr).contains(event.span)
                    })
            })
    }

    /// The first call in some code that takes a connection of a pool, or that leads to one that does.
    fn connection_taken_in(&self, at: ExprRef) -> Option<Span> {
        let body = self.program.body(at.body);
        let mut used = None;
        body.walk(at.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            if used.is_none() && matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                used = self.connection_of(here);
            }
        });
        used
    }

    fn connection_of(&self, call: ExprRef) -> Option<Span> {
        let takes = |taken: &Taken| taken.waiter == Waiter::Pool;
        let direct = self.taken_by(call).is_some_and(|taken| takes(&taken));
        let through = || {
            matches!(self.program.callee_of(call), Some(Callee::Fn(_)))
                && self.taken_through_any(call).iter().any(takes)
        };
        (direct || through()).then(|| self.callee_span(call))
    }

    fn span(&self, at: ExprRef) -> Span {
        self.program.body(at.body).span(at.expr)
    }
}
