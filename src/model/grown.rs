//! Collections that grow: where something goes in, and whether anything ever takes something out or looks at how
//! many there are.
//!
//! Sequences and sets, in a variable or a field. Whatever gets hold of one and is not known may shrink it.

use super::Model;
use crate::apis::{Role, Sequence, Verb};
use crate::flow::{Parent, Place};
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind, PatKind, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, Namespace, Ty};
use crate::source::Name;
use rustc_hash::FxHashSet;

/// What the program does with one collection.
#[derive(Clone, Debug, Default)]
pub(super) struct Touches {
    /// Calls that put something in.
    pub(super) grown: Vec<ExprRef>,
    /// Something is taken out, it is replaced, or its length is asked for.
    pub(super) limited: bool,
    /// It goes to something that is not known, or away as a whole.
    pub(super) given: bool,
    /// Other uses: it is read.
    pub(super) read: Vec<ExprRef>,
}

impl Touches {
    /// Whether nothing can keep it from growing.
    pub(super) fn only_grows(&self) -> bool {
        !self.grown.is_empty() && !self.limited && !self.given
    }
}

impl Model<'_, '_> {
    /// The row of a sequence, and the type of its elements, behind pointers, locks and options.
    pub(super) fn sequence(&self, ty: &Ty) -> Option<(&Sequence, Ty)> {
        let mut ty = ty.clone();
        for _ in 0..6 {
            let path = ty.api_path()?;
            if let Some(row) = self.program.apis.sequence(path) {
                return Some((row, ty.arg(0)));
            }
            match self.program.role(&ty)? {
                Role::Pointer | Role::Lock | Role::Cell | Role::Guard => ty = ty.arg(0),
                _ => return None,
            }
        }
        None
    }

    /// All that the program does with the collection in a place.
    pub(super) fn touches(&self, place: Place) -> Touches {
        let mut looker = Looker { model: self, out: Touches::default(), seen: FxHashSet::default() };
        match place {
            Place::Local(body, binding) => looker.variable(body, binding),
            Place::Field(adt, name) => {
                for &at in self.index.fields(name) {
                    let ExprKind::Field { base, .. } = self.program.expr(at) else { continue };
                    let base = self.program.types(at.body).expr(*base);
                    match self.program.field(base, name) {
                        Some((_, of)) if of == Some(adt) => looker.look(at),
                        Some(_) => {}
                        // A value of a type that is not known may be the one.
                        None if base.is_unknown() => looker.unknown_base(at),
                        None => {}
                    }
                }
                for &(body, whole, _) in self.index.field_pats(name) {
                    let PatKind::Struct(path, _) = self.program.body(body).pat(whole) else { continue };
                    let named = self.program.resolve(self.program.scope(body), path, Namespace::Types);
                    if named.ctor().is_none_or(|ctor| ctor.adt == adt) {
                        looker.out.given = true;
                    }
                }
            }
            Place::Static(_) | Place::Unknown => looker.out.given = true,
        }
        looker.out
    }
}

struct Looker<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    out: Touches,
    seen: FxHashSet<(BodyRef, BindingId)>,
}

impl Looker<'_, '_, '_> {
    fn variable(&mut self, body: BodyRef, binding: BindingId) {
        if !self.seen.insert((body, binding)) {
            return;
        }
        for &at in self.model.program.uses(body).of(binding) {
            self.look(ExprRef { body, expr: at });
        }
    }

    /// `x.list.clear()` of a value whose type is not known.
    fn unknown_base(&mut self, at: ExprRef) {
        let program = self.model.program;
        if let Parent::Expr(parent) = program.uses(at.body).parent(at.expr)
            && !matches!(program.body(at.body).expr(parent), ExprKind::Field { .. })
        {
            self.out.given = true;
        }
    }

    /// What is done with the collection, which this expression is (or a guard, pointer or reference of it).
    fn look(&mut self, at: ExprRef) {
        let program = self.model.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let parent = match program.uses(at.body).parent(at.expr) {
            Parent::Expr(parent) => parent,
            Parent::Let(block, index) => {
                // A guard or reference with a name: what is done with that.
                let bound = body.let_pat(block, index).and_then(|pat| match body.pat(pat) {
                    PatKind::Bind(binding, None) => Some(*binding),
                    _ => None,
                });
                match bound {
                    Some(binding) => self.variable(at.body, binding),
                    None => self.out.given = true,
                }
                return;
            }
            Parent::Stmt(..) => return,
            Parent::Root | Parent::LetElse(..) => {
                self.out.given = true;
                return;
            }
        };
        match body.expr(parent) {
            ExprKind::MethodCall { receiver, name, .. } if *receiver == at.expr => self.method(here(parent), at, *name),
            ExprKind::Await(_) | ExprKind::Try(_) | ExprKind::Unary { op: UnaryOp::Deref, .. } => {
                self.look(here(parent));
            }
            ExprKind::Ref(_) => {
                let text = program.workspace.sources.text(body.span(parent));
                let list = program.ty(at).api_path().is_some_and(|path| program.apis.sequence(path).is_some());
                if text.starts_with("&mut") {
                    self.lent(here(parent));
                } else if list {
                    self.out.read.push(at);
                } else {
                    self.shared(here(parent));
                }
            }
            ExprKind::Index { base, .. } if *base == at.expr => self.out.read.push(at),
            ExprKind::Assign { place, compound, .. } if *place == at.expr => {
                if *compound {
                    self.out.grown.push(here(parent));
                } else {
                    self.out.limited = true;
                }
            }
            ExprKind::Macro { kind: MacroKind::Borrows | MacroKind::Panics, .. } => self.out.read.push(at),
            ExprKind::Binary { .. } => self.out.read.push(at),
            // A clone of a pointer goes to a function, as `&pointer` does.
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }
                if args.contains(&at.expr) && self.model.program.role(program.ty(at)) == Some(Role::Pointer) =>
            {
                self.shared(at);
            }
            // `Some(lock)` patterns and the like: not followed.
            _ => self.out.given = true,
        }
    }

    /// `&lock`, `&pointer`: whoever has it may change what is behind it.
    fn shared(&mut self, at: ExprRef) {
        let program = self.model.program;
        let body = program.body(at.body);
        let Parent::Expr(parent) = program.uses(at.body).parent(at.expr) else { return self.out.given = true };
        let up = ExprRef { body: at.body, expr: parent };
        let (args, shift) = match body.expr(parent) {
            ExprKind::Call { args, .. } => (args, 0),
            ExprKind::MethodCall { args, .. } => (args, 1),
            ExprKind::Macro { kind: MacroKind::Borrows, .. } => return self.out.read.push(at),
            _ => return self.out.given = true,
        };
        let position = args.iter().position(|&arg| arg == at.expr);
        match (program.callee(up), position) {
            // `Arc::clone(&self.list)`
            (Callee::Api(api), Some(0)) if program.apis.row(*api).name == "clone" => self.look(up),
            (Callee::Fn(function), Some(position)) => {
                let shift = if program.defs.fns[*function].item.receiver.is_some() { shift } else { 0 };
                let given = program.defs.fns[*function].body.and_then(|inner| {
                    let code = program.body(inner);
                    match code.pat(*code.params.get(position + shift)?) {
                        PatKind::Bind(binding, None) => Some((inner, *binding)),
                        _ => None,
                    }
                });
                match given {
                    Some((body, binding)) => self.variable(body, binding),
                    None => self.out.given = true,
                }
            }
            _ => self.out.given = true,
        }
    }

    /// `&mut list`: shrunk by `mem::take`, read by whatever a loop goes through; else not known.
    fn lent(&mut self, at: ExprRef) {
        let program = self.model.program;
        match program.uses(at.body).parent(at.expr) {
            Parent::Expr(parent) if matches!(program.body(at.body).expr(parent), ExprKind::For { iter, .. } if *iter == at.expr) =>
            {
                self.out.read.push(at);
            }
            _ => self.out.given = true,
        }
    }

    fn method(&mut self, call: ExprRef, at: ExprRef, name: Name) {
        let program = self.model.program;
        let ty = program.ty(at);
        let direct = program.derefs(ty).into_iter().find_map(|ty| program.apis.sequence(ty.api_path()?));
        if let Some(row) = direct {
            if row.grow.contains(&name) {
                return self.out.grown.push(call);
            }
            if row.shrink.contains(&name) || row.length.contains(&name) {
                self.out.limited = true;
                return;
            }
        }
        match program.callee(call) {
            Callee::Api(api) => {
                let row = program.apis.row(*api);
                let again = self.model.sequence(program.ty(call)).is_some() && row.closure.is_empty();
                match row.verb {
                    // A copy is another list.
                    Verb::Pass if name == "clone" && direct.is_some() => self.out.read.push(at),
                    Verb::Pass | Verb::Lock if again || self.is_wrapped(program.ty(call)) => self.look(call),
                    Verb::Pass if direct.is_some() => self.out.read.push(at),
                    _ => self.out.given = true,
                }
            }
            _ => self.out.given = true,
        }
    }

    /// `Result<MutexGuard<Vec<_>>>`, or the future of it.
    fn is_wrapped(&self, ty: &Ty) -> bool {
        let inner = match ty {
            Ty::Future(future) => future.output.clone(),
            ty if matches!(self.model.program.role(ty), Some(Role::Option | Role::Result)) => ty.arg(0),
            _ => return false,
        };
        self.model.sequence(&inner).is_some() || self.is_wrapped(&inner)
    }
}
