//! What a receive loop holds and leaves behind though it is no local list: buffers in fields of the value that
//! the loop consumes, writers that nobody flushes, tasks that only a message stops.
//!
//! A value that leaves the function, or is lent to a function, is not judged: that may do the rest.

use super::called::Places;
use super::{Leftover, LeftoverKind, Loop, Model};
use crate::apis::{DropEffect, ExitKind, Role};
use crate::flow::BindSource;
use crate::ir::{BinaryOp, BindingId, ExprId, ExprKind, PatKind, Receiver, TypeRef};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Ty};
use crate::source::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::rc::Rc;

impl Model<'_, '_> {
    /// A buffer in a field of `self`, which ends with the loop, and that no way out writes.
    pub(super) fn field_buffer(&self, found: &Loop) -> Option<Leftover> {
        let (this, adt) = self.used_up(found)?;
        let crate::resolve::AdtKind::Struct(item) = self.program.defs.adts[adt].kind else { return None };
        item.fields.iter().find_map(|field| self.one_field(found, this, adt, field.name))
    }

    /// A buffer in a value that is made in front of the loop, and filled and emptied through its methods.
    pub(super) fn kept_buffer(&self, found: &Loop) -> Option<Leftover> {
        let program = self.program;
        let at = found.at.body;
        self.locals_before(found).find_map(|binding| {
            let Ty::Adt(adt, _) = program.types(at).binding(binding) else { return None };
            let BindSource::Value(init, _) = program.uses(at).source(binding) else { return None };
            let crate::resolve::AdtKind::Struct(item) = program.defs.adts[*adt].kind else { return None };
            if self.has_end(*adt)
                || !self.begins_fresh(ExprRef { body: at, expr: init })
                || !self.is_only_called(at, binding)
            {
                return None;
            }
            // What the loop only gathers is its result.
            let is_batch = |field: Field| {
                let empties = |expr| self.may_empty(ExprRef { body: at, expr }, field);
                !self.puts_together(field) && program.body(at).any(found.at.expr, empties)
            };
            let mut fields = item.fields.iter().filter(|field| is_batch(Field { adt: *adt, name: field.name }));
            let left = fields.find_map(|field| self.one_field(found, binding, *adt, field.name))?;
            Some(Leftover {
                name: format!("{}.{}", program.body(at).binding(binding).name.as_str(), left.name),
                ..left
            })
        })
    }

    /// Whether one function both fills a buffer and takes out what is in it: it puts pieces together, and the pieces of
    /// what did not become whole are worth nothing.
    fn puts_together(&self, field: Field) -> bool {
        let accesses: Vec<ExprRef> =
            self.index.fields(field.name).iter().copied().filter(|&at| self.accesses(at, field)).collect();
        accesses.iter().filter(|&&at| self.use_of(at) == Use::Fills).any(|filled| {
            let takes =
                |at: &ExprRef| at.body == filled.body && self.use_of(*at) != Use::Fills && self.takes_content(*at);
            accesses.iter().any(takes)
        })
    }

    /// `Batch::default()`, `Batch::new(100)`, `Batch { … }`
    fn begins_fresh(&self, init: ExprRef) -> bool {
        match self.program.expr(init) {
            ExprKind::Struct { .. } => true,
            ExprKind::Call { callee, .. } => match self.program.callee(init) {
                Callee::Fn(function) => matches!(self.program.defs.fns[*function].item.ret, Some(TypeRef::Path(_))),
                _ => {
                    matches!(self.program.body(init.body).expr(*callee), ExprKind::Path(path) if path.last() == "default")
                }
            },
            _ => false,
        }
    }

    /// Whether nothing is done with a variable but to call methods of the workspace that borrow it, and to reach into
    /// its fields.
    fn is_only_called(&self, at: BodyRef, binding: BindingId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        uses.of(binding).iter().all(|&used| {
            let Some(up) = uses.parent_expr(used) else { return false };
            match body.expr(up) {
                ExprKind::Field { .. } => true,
                ExprKind::MethodCall { receiver, .. } if *receiver == used => {
                    matches!(self.program.callee(ExprRef { body: at, expr: up }), Callee::Fn(function)
                        if matches!(self.program.defs.fns[*function].item.receiver, Some(Receiver::Ref | Receiver::RefMut)))
                }
                _ => false,
            }
        })
    }

    /// The `self` that the loop's function uses up, and its type, if that has no `Drop`.
    fn used_up(&self, found: &Loop) -> Option<(BindingId, AdtId)> {
        let program = self.program;
        let at = found.at.body;
        let body = program.body(at);
        let function = &program.defs.fns[program.owner(at)?];
        if function.item.receiver != Some(Receiver::Value) {
            return None;
        }
        let PatKind::Bind(this, _) = body.pat(*body.params.first()?) else { return None };
        let Ty::Adt(adt, _) = program.types(at).binding(*this) else { return None };
        (!self.has_end(*adt) && !self.in_other_code(at, found.at.expr)).then_some((*this, *adt))
    }

    fn has_end(&self, adt: AdtId) -> bool {
        let program = self.program;
        program
            .defs
            .impls_of(adt)
            .iter()
            .any(|&id| program.defs.impl_fn(id, "drop".into()).is_some_and(|function| program.is_drop(function)))
    }

    /// Whether a value goes anywhere as a whole behind the loop, where that may see to what it holds.
    fn goes_on_after(&self, found: &Loop, this: BindingId) -> bool {
        let program = self.program;
        let at = found.at.body;
        let body = program.body(at);
        let end = self.program.span(found.at).hi;
        let uses = program.uses(at);
        uses.of(this).iter().filter(|&&expr| body.span(expr).lo >= end).any(|&expr| {
            match uses.parent_expr(expr).map(|up| ExprRef { body: at, expr: up }) {
                Some(up) => match program.expr(up) {
                    ExprKind::Field { .. } => false,
                    ExprKind::MethodCall { receiver, .. } if *receiver == expr => {
                        !matches!(program.callee(up), Callee::Fn(_))
                    }
                    _ => true,
                },
                None => true,
            }
        })
    }

    fn one_field(&self, found: &Loop, this: BindingId, adt: AdtId, name: Name) -> Option<Leftover> {
        let program = self.program;
        let field = Field { adt, name };
        let declared = program.declared_field(adt, name);
        if !super::leftover::is_buffer(self, &declared) || !self.holds_data(&declared) {
            return None;
        }
        // State that messages ask about, and what is emptied nowhere, is no buffer.
        let accesses: Vec<ExprRef> =
            self.index.fields(name).iter().copied().filter(|&at| self.accesses(at, field)).collect();
        if accesses.iter().any(|&at| super::leftover::reads(self, at.body, at.expr)) {
            return None;
        }
        let emptied = accesses.iter().copied().find(|&at| self.use_of(at) == Use::Empties)?;
        // What is only ever thrown away, is not missed.
        if !accesses.iter().any(|&at| self.takes_content(at)) {
            return None;
        }
        let at = found.at.body;
        let body = program.body(at);
        let loop_span = self.program.span(found.at);
        // After the loop: whatever writes it, or takes all of `self`.
        let mut handled = false;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            if body.span(expr).lo < loop_span.hi {
                return;
            }
            handled |= self.may_empty(ExprRef { body: at, expr }, field);
        });
        if handled || self.goes_on_after(found, this) {
            return None;
        }
        let mut push = None;
        let mut empties = Vec::new();
        body.walk(found.at.expr, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at, expr };
            if push.is_none() && self.may_fill(here, field) {
                push = Some(here);
            }
            if self.may_empty(here, field) {
                empties.push(here);
            }
        });
        let push = push?;
        for &one in &empties {
            let arm = self.arm_of(at, one.expr, found.at.expr);
            // Emptied in each round that fills it.
            if self.always_empties(one, field, &mut FxHashSet::default())
                && arm.is_none_or(|arm| body.span(arm).contains(body.span(push.expr)))
            {
                return None;
            }
            let leaves = |arm: ExprId| found.ends.exits.iter().any(|exit| body.span(arm).contains(exit.span));
            if arm.is_some_and(leaves) {
                return None;
            }
        }
        let filled = accesses.iter().copied().find(|&at| self.use_of(at) == Use::Fills)?;
        Some(Leftover {
            kind: LeftoverKind::Buffer,
            name: name.as_str().to_owned(),
            acquired: self.whole(filled),
            released: Some(program.body(emptied.body).span(emptied.expr)),
            exit: Some(ordinary_exit(found)?),
            kept_in: None,
        })
    }

    /// A tokio or futures `BufWriter` that the loop writes to and that nobody flushes.
    pub(super) fn writer(&self, found: &Loop) -> Option<Leftover> {
        let own = self.locals_before(found).chain(self.values_given(found));
        own.into_iter().find_map(|binding| {
            let at = found.at.body;
            let body = self.program.body(at);
            if !loses_unflushed(self.program.types(at).binding(binding)) {
                return None;
            }
            let uses = self.methods_on(at, binding)?;
            let writes = |name: &str| name.starts_with("write");
            if !uses.iter().all(|(_, name)| writes(name.as_str())) {
                return None;
            }
            let (write, _) = uses.iter().find(|(call, _)| self.program.span(found.at).contains(body.span(*call)))?;
            Some(Leftover {
                kind: LeftoverKind::Writer,
                name: body.binding(binding).name.as_str().to_owned(),
                acquired: self.callee_span(ExprRef { body: at, expr: *write }),
                released: None,
                exit: Some(ordinary_exit(found)?),
                kept_in: None,
            })
        })
    }

    /// The same in a field of a `self` that the loop's function uses up.
    pub(super) fn field_writer(&self, found: &Loop) -> Option<Leftover> {
        let program = self.program;
        let (this, adt) = self.used_up(found)?;
        let crate::resolve::AdtKind::Struct(item) = program.defs.adts[adt].kind else { return None };
        item.fields.iter().find_map(|field| {
            if !loses_unflushed(&program.declared_field(adt, field.name)) || self.goes_on_after(found, this) {
                return None;
            }
            let field = Field { adt, name: field.name };
            let bound = self.index.field_pats(field.name).iter().any(|&(at, whole, _)| {
                matches!(program.body(at).pat(whole), PatKind::Struct(path, _)
                    if program.resolve(program.scope(at), path, crate::resolve::Namespace::Types)
                        .ctor().is_none_or(|ctor| ctor.adt == adt))
            });
            if bound {
                return None;
            }
            let accesses = self.index.fields(field.name).iter().copied().filter(|&at| self.accesses(at, field));
            let writes = |at: ExprRef| {
                let up = program.uses(at.body).parent_expr(at.expr)?;
                match program.body(at.body).expr(up) {
                    ExprKind::MethodCall { receiver, name, .. }
                        if *receiver == at.expr && name.as_str().starts_with("write") =>
                    {
                        Some(ExprRef { body: at.body, expr: up })
                    }
                    _ => None,
                }
            };
            let writes: Vec<ExprRef> = accesses.map(writes).collect::<Option<_>>()?;
            let places: Places = writes.iter().copied().collect();
            let body = program.body(found.at.body);
            let in_loop = body.any(found.at.expr, |expr| {
                let here = ExprRef { body: found.at.body, expr };
                self.gets_to(here, &places)
            });
            let write = writes.first().filter(|_| in_loop)?;
            Some(Leftover {
                kind: LeftoverKind::Writer,
                name: format!("self.{}", field.name.as_str()),
                acquired: self.callee_span(*write),
                released: None,
                exit: Some(ordinary_exit(found)?),
                kept_in: None,
            })
        })
    }

    /// Tasks in a map that a message stops one by one, and the end of the loop does not.
    pub(super) fn children(&self, found: &Loop) -> Option<Leftover> {
        // The tasks of a runtime that is made for this function end with it.
        if self.program.owner(found.at.body).is_some_and(|function| self.has_own_runtime(function)) {
            return None;
        }
        self.locals_before(found).find_map(|binding| {
            let program = self.program;
            let at = found.at.body;
            let body = program.body(at);
            if !self.keeps_tasks(program.types(at).binding(binding)) {
                return None;
            }
            let loop_span = self.program.span(found.at);
            let uses = self.methods_on(at, binding)?;
            if uses.iter().any(|(call, _)| body.span(*call).lo >= loop_span.hi) {
                return None;
            }
            let inside = |names: &[&str]| {
                uses.iter()
                    .find(|(call, name)| loop_span.contains(body.span(*call)) && names.contains(&name.as_str()))
                    .map(|(call, _)| *call)
            };
            let started = inside(&["insert", "push", "push_back"])?;
            let stopped = inside(&["remove", "swap_remove", "pop", "pop_front", "take"])?;
            let mut aborts = false;
            body.walk(found.at.expr, &mut |_| false, &mut |expr| {
                if let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) {
                    let ty = program.peel(program.types(at).expr(*receiver));
                    aborts |= *name == "abort" && program.role(&ty) == Some(Role::JoinHandle);
                }
            });
            let leaves_by = uses.iter().any(|(call, _)| {
                self.arm_of(at, *call, found.at.expr)
                    .is_some_and(|arm| found.ends.exits.iter().any(|exit| body.span(arm).contains(exit.span)))
            });
            if !aborts || leaves_by {
                return None;
            }
            Some(Leftover {
                kind: LeftoverKind::Children,
                name: body.binding(binding).name.as_str().to_owned(),
                acquired: self.callee_span(ExprRef { body: at, expr: started }),
                released: Some(self.callee_span(ExprRef { body: at, expr: stopped })),
                exit: Some(ordinary_exit(found)?),
                kept_in: None,
            })
        })
    }

    /// A collection of handles whose drop lets their tasks go on.
    fn keeps_tasks(&self, ty: &Ty) -> bool {
        let program = self.program;
        let Ty::Api(_, args) = ty else { return false };
        program.role(ty) == Some(Role::Collection)
            && args.iter().any(|arg| {
                let Some(path) = arg.api_path() else { return false };
                let row = program.apis.type_(path).map(|id| program.apis.ty(id));
                row.is_some_and(|row| {
                    row.role == Role::JoinHandle && matches!(row.drop, None | Some(DropEffect::Detach))
                })
            })
    }

    /// Variables of the loop's function that are made in front of the loop.
    fn locals_before<'m>(&'m self, found: &'m Loop) -> impl Iterator<Item = BindingId> + 'm {
        let at = found.at.body;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let count = if self.in_other_code(at, found.at.expr) { 0 } else { body.bindings.len() };
        (0..count as u32).map(BindingId).filter(move |&binding| {
            body.binding(binding).lo < self.program.span(found.at).lo
                && matches!(uses.source(binding), BindSource::Value(..))
        })
    }

    /// Parameters of the loop's function that it is given as they are, and no references.
    fn values_given(&self, found: &Loop) -> Vec<BindingId> {
        let at = found.at.body;
        let body = self.program.body(at);
        let Some(function) = self.program.owner(at).filter(|_| !self.in_other_code(at, found.at.expr)) else {
            return Vec::new();
        };
        let item = &self.program.defs.fns[function].item;
        let shift = usize::from(item.receiver.is_some());
        let given = item.params.iter().zip(body.params.iter().skip(shift));
        given
            .filter_map(|(ty, &pat)| match (ty, body.pat(pat)) {
                (TypeRef::Path(_), PatKind::Bind(binding, None)) => Some(*binding),
                _ => None,
            })
            .collect()
    }

    /// All calls on a variable, or nothing if it is used in any other way.
    fn methods_on(&self, at: BodyRef, binding: BindingId) -> Option<Vec<(ExprId, Name)>> {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        uses.of(binding)
            .iter()
            .map(|&expr| {
                let up = uses.parent_expr(expr)?;
                match body.expr(up) {
                    ExprKind::MethodCall { receiver, name, .. } if *receiver == expr => Some((up, *name)),
                    _ => None,
                }
            })
            .collect()
    }

    /// Another loop, a closure or a select around the loop makes "after the loop" hard to tell.
    fn in_other_code(&self, at: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(at);
        self.program.uses(at).ancestors(expr).any(|up| {
            matches!(
                body.expr(up),
                ExprKind::Loop { .. }
                    | ExprKind::While { .. }
                    | ExprKind::For { .. }
                    | ExprKind::Select { .. }
                    | ExprKind::Closure { .. }
            )
        })
    }

    // ---- fields ----

    fn accesses(&self, at: ExprRef, field: Field) -> bool {
        let ExprKind::Field { base, name } = self.program.expr(at) else { return false };
        *name == field.name
            && self
                .program
                .field(self.program.types(at.body).expr(*base), *name)
                .is_some_and(|(_, of)| of == Some(field.adt))
    }

    fn use_of(&self, at: ExprRef) -> Use {
        let body = self.program.body(at.body);
        match self.program.uses(at.body).parent_expr(at.expr).map(|up| body.expr(up)) {
            Some(ExprKind::MethodCall { receiver, name, .. }) if *receiver == at.expr => match name.as_str() {
                "push" | "push_back" | "push_str" | "extend" | "append" | "extend_from_slice" => Use::Fills,
                "clear" | "drain" | "split_off" | "truncate" => Use::Empties,
                "len" | "is_empty" | "capacity" | "reserve" | "iter" | "contains" => Use::Looks,
                _ => Use::Other,
            },
            // `mem::take(&mut self.buffer)`
            Some(ExprKind::Ref(_)) => Use::Empties,
            _ => Use::Other,
        }
    }

    /// Whether an access gets at the elements: `clear` and `is_empty` do not.
    fn takes_content(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        match uses.parent_expr(at.expr).map(|up| (up, body.expr(up))) {
            // `forget_in(&mut self.spare)`: a closure beside it that takes one out.
            Some((lent, ExprKind::Ref(_))) => {
                let call = uses.parent_expr(lent).map(|expr| ExprRef { body: at.body, expr });
                !call.is_some_and(|call| matches!(self.program.callee_of(call), Some(Callee::Closure(_))))
            }
            Some((_, ExprKind::MethodCall { receiver, name, .. })) if *receiver == at.expr => {
                !matches!(
                    name.as_str(),
                    "clear" | "truncate" | "len" | "is_empty" | "capacity" | "reserve" | "contains"
                ) && self.use_of(at) != Use::Fills
            }
            _ => true,
        }
    }

    fn whole(&self, at: ExprRef) -> Span {
        let body = self.program.body(at.body);
        body.span(self.program.uses(at.body).parent_expr(at.expr).unwrap_or(at.expr))
    }

    fn may_fill(&self, at: ExprRef, field: Field) -> bool {
        self.gets_to(at, &self.filled_and_emptied(field).fills)
    }

    /// Whether an expression by itself, or a function that it calls, may write or empty the field.
    fn may_empty(&self, at: ExprRef, field: Field) -> bool {
        self.gets_to(at, &self.filled_and_emptied(field).empties)
    }

    fn empties(&self, at: ExprRef, field: Field) -> bool {
        self.accesses(at, field) && matches!(self.use_of(at), Use::Empties | Use::Other)
    }

    fn filled_and_emptied(&self, field: Field) -> Rc<Changes> {
        let key = (field.adt, field.name);
        if let Some(known) = self.field_changes.borrow().get(&key) {
            return Rc::clone(known);
        }
        let accesses = self.index.fields(field.name).iter().copied().filter(|&at| self.accesses(at, field));
        let accesses: Vec<(ExprRef, Use)> = accesses.map(|at| (at, self.use_of(at))).collect();
        let of = |uses: &[Use]| accesses.iter().filter(|(_, one)| uses.contains(one)).map(|(at, _)| *at).collect();
        let changes = Rc::new(Changes { fills: of(&[Use::Fills]), empties: of(&[Use::Empties, Use::Other]) });
        self.field_changes.borrow_mut().insert(key, Rc::clone(&changes));
        changes
    }

    /// Where a field is filled by one function and emptied by another, and nobody reads its elements in between: a
    /// batch that waits to be written.
    pub(super) fn batch(&self, adt: AdtId, name: Name) -> Option<(Span, Span)> {
        let field = Field { adt, name };
        let accesses: Vec<ExprRef> = self
            .index
            .fields(name)
            .iter()
            .copied()
            .filter(|&at| !self.skips(at.body) && self.accesses(at, field))
            .collect();
        let is_remembered = accesses.iter().any(|&at| super::leftover::reads(self, at.body, at.expr));
        // What is only ever thrown away, is not missed.
        if is_remembered || !accesses.iter().any(|&at| self.takes_content(at)) {
            return None;
        }
        let emptied = accesses.iter().copied().find(|&at| self.use_of(at) == Use::Empties)?;
        let filled = accesses.iter().copied().find(|&at| {
            let body = self.program.body(at.body);
            let mut written = false;
            body.walk(body.root, &mut |_| false, &mut |expr| {
                written = written
                    || self.arm_of(at.body, expr, body.root).is_none()
                        && self.always_empties(ExprRef { body: at.body, expr }, field, &mut FxHashSet::default());
            });
            self.use_of(at) == Use::Fills && !written
        })?;
        Some((self.whole(filled), self.whole(emptied)))
    }

    /// Whether code compares how much is in a field: what is written away whenever there is enough of it, and not an
    /// answer that is given when it is complete.
    pub(super) fn is_measured(&self, adt: AdtId, name: Name) -> bool {
        self.index.fields(name).iter().filter(|&&at| self.accesses(at, Field { adt, name })).any(|at| {
            let body = self.program.body(at.body);
            let uses = self.program.uses(at.body);
            let asks_size = |up: ExprId| matches!(body.expr(up), ExprKind::MethodCall { name, .. } if *name == "len");
            let compares = |up: ExprId| matches!(body.expr(up), ExprKind::Binary { op: BinaryOp::Compare(_), .. });
            let size = uses.parent_expr(at.expr).filter(|&up| asks_size(up));
            size.and_then(|size| uses.parent_expr(size)).is_some_and(compares)
        })
    }

    /// Whether a body empties a field whenever it runs.
    pub(super) fn body_always_empties(&self, at: BodyRef, adt: AdtId, name: Name) -> bool {
        let body = self.program.body(at);
        let mut found = false;
        body.walk(body.root, &mut |_| false, &mut |expr| {
            found = found
                || self.arm_of(at, expr, body.root).is_none()
                    && self.always_empties(ExprRef { body: at, expr }, Field { adt, name }, &mut FxHashSet::default());
        });
        found
    }

    /// Whether anything in a body may write or empty a field.
    pub(super) fn body_may_empty(&self, at: BodyRef, adt: AdtId, name: Name) -> bool {
        let body = self.program.body(at);
        let mut found = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            found = found || self.may_empty(ExprRef { body: at, expr }, Field { adt, name });
        });
        found
    }

    /// Whether it empties the field whenever it runs, and not on a condition only.
    fn always_empties(&self, at: ExprRef, field: Field, seen: &mut FxHashSet<BodyRef>) -> bool {
        self.empties(at, field)
            || self.may_empty(at, field)
                && self.callees(at).into_iter().any(|body| {
                    let code = self.program.body(body);
                    let mut found = false;
                    if seen.insert(body) {
                        code.walk(code.root, &mut |_| false, &mut |expr| {
                            found = found
                                || self.arm_of(body, expr, code.root).is_none()
                                    && self.always_empties(ExprRef { body, expr }, field, seen);
                        });
                    }
                    found
                })
    }
}

/// Where buffers in fields are filled, and where they are or may be emptied, of those that somebody asked for.
pub(super) type ChangesCache = RefCell<FxHashMap<(AdtId, Name), Rc<Changes>>>;

/// Accesses to a field that change what is in it.
pub(super) struct Changes {
    fills: Places,
    empties: Places,
}

#[derive(Clone, Copy)]
struct Field {
    adt: AdtId,
    name: Name,
}

/// What an access does with a buffer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Fills,
    Empties,
    Looks,
    Other,
}

/// A writer whose drop throws away what it has not flushed.
fn loses_unflushed(ty: &Ty) -> bool {
    ty.api_path().is_some_and(|path| {
        matches!(
            path.as_str(),
            "tokio::io::BufWriter" | "tokio::io::BufStream" | "futures::io::BufWriter" | "async_std::io::BufWriter"
        )
    })
}

/// A way out that is no error.
fn ordinary_exit(found: &Loop) -> Option<Span> {
    let ordinary = |kind| !matches!(kind, ExitKind::Error | ExitKind::Condition);
    found.ends.exits.iter().find(|exit| ordinary(exit.kind)).map(|exit| exit.span)
}
