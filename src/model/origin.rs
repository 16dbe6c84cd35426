//! Which end of which channel an expression is: exactly that one, or not known.
//!
//! Values are followed backwards, through variables, clones, fields, struct literals, constructors and the arguments
//! of one particular chain of calls. Where a field of *some* value of a type would do for the map, a proof that a loop
//! sends to itself needs the very same value: elements of collections, assigned variables and branches are unknown.

use super::{Channel, Model};
use crate::apis::{Role, TyText, Verb};
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use crate::source::Name;
use rustc_hash::FxHashMap;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// An end of this channel of the model, and of which run of the code that makes it.
    End(usize, Run),
    /// What the caller of a function gives for this parameter (`self` counts), and there the value of these fields.
    Param(FnId, u32, Vec<Name>),
    /// Not known.
    Unknown,
}

/// A run of the function that makes a channel: the same place in the text makes one in each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// How many callers outwards from where the value was asked for.
    out: usize,
    /// Calls that lead from there to the function.
    calls: Calls,
}

/// Calls that lead to a piece of code, outermost first; each stands in the function that the one before calls.
pub(super) type Calls = Vec<ExprRef>;

/// Follows values back.
pub(super) struct Origins<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    ends: FxHashMap<(BodyRef, BindingId), usize>,
}

const FUEL: u32 = 64;

impl<'m, 'p, 'a> Origins<'m, 'p, 'a> {
    pub(super) fn new(model: &'m Model<'p, 'a>) -> Self {
        let of = |(index, channel): (usize, &Channel)| {
            let ends = channel.senders.iter().chain(&channel.receivers);
            ends.filter_map(|end| end.local).map(|local| (local, index)).collect::<Vec<_>>()
        };
        Self { model, ends: model.channels.iter().enumerate().flat_map(of).collect() }
    }

    /// Where the value of an expression comes from, in code that these calls lead to.
    pub(super) fn of(&self, at: ExprRef, calls: &[ExprRef]) -> Origin {
        self.follow(at, Vec::new(), calls, FUEL)
    }

    /// Where the value of a field of an expression comes from.
    pub(super) fn of_field(&self, at: ExprRef, field: Name) -> Origin {
        self.of_path(at, vec![field])
    }

    /// The same, of a field of a field.
    pub(super) fn of_path(&self, at: ExprRef, path: Vec<Name>) -> Origin {
        self.follow(at, path, &[], FUEL)
    }

    /// The same after one more step outwards, which is the `out`th: with this call in place of the function's parameters.
    pub(super) fn at_call(&self, origin: &Origin, function: FnId, call: ExprRef, out: usize) -> Origin {
        match origin {
            Origin::Param(of, index, path) if *of == function => match self.model.program.argument(call, *index) {
                Some(arg) => match self.follow(arg, path.clone(), &[], FUEL) {
                    Origin::End(channel, run) => Origin::End(channel, Run { out, ..run }),
                    origin => origin,
                },
                None => Origin::Unknown,
            },
            Origin::Param(..) => Origin::Unknown,
            known => known.clone(),
        }
    }

    /// `path` are the fields of the value that are asked for, outermost first.
    fn follow(&self, at: ExprRef, mut path: Vec<Name>, calls: &[ExprRef], fuel: u32) -> Origin {
        let Some(fuel) = fuel.checked_sub(1) else { return Origin::Unknown };
        let program = self.model.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        match body.expr(at.expr) {
            ExprKind::Local(binding) => self.variable(at.body, *binding, path, calls, fuel),
            ExprKind::Ref(inner)
            | ExprKind::Try(inner)
            | ExprKind::Await(inner)
            | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => self.follow(here(*inner), path, calls, fuel),
            ExprKind::Macro { args, kind: MacroKind::Identity, .. } if args.len() == 1 => {
                self.follow(here(args[0]), path, calls, fuel)
            }
            ExprKind::Block { tail: Some(tail), .. } => self.follow(here(*tail), path, calls, fuel),
            ExprKind::Field { base, name } => {
                path.insert(0, *name);
                self.follow(here(*base), path, calls, fuel)
            }
            ExprKind::Tuple(elems) => match position(&path) {
                Some(index) if index < elems.len() => self.follow(here(elems[index]), path[1..].to_vec(), calls, fuel),
                _ => Origin::Unknown,
            },
            ExprKind::Struct { fields, .. } => {
                let Some(first) = path.first() else { return Origin::Unknown };
                match fields.iter().find(|(name, _)| name == first) {
                    Some((_, value)) => self.follow(here(*value), path[1..].to_vec(), calls, fuel),
                    None => Origin::Unknown,
                }
            }
            ExprKind::Call { args, .. } => match program.callee(at) {
                Callee::Ctor(_) => match position(&path) {
                    Some(index) if index < args.len() => {
                        self.follow(here(args[index]), path[1..].to_vec(), calls, fuel)
                    }
                    _ => Origin::Unknown,
                },
                Callee::Wrap if args.len() == 1 => self.follow(here(args[0]), path, calls, fuel),
                Callee::Api(api) => {
                    let row = program.apis.row(*api);
                    // `Arc::clone(&x)`: the receiver is the first argument; `Arc::new(x)`, `ReceiverStream::new(x)`:
                    // the value is inside.
                    let same = row.receiver && row.parent.is_some() && args.len() == 1 && gives_receiver(row)
                        || args.len() == 1
                            && row.verb == Verb::Pass
                            && matches!(
                                program.role(program.ty(at)),
                                Some(Role::Pointer | Role::Lock | Role::Sender | Role::Receiver)
                            );
                    if same { self.follow(here(args[0]), path, calls, fuel) } else { Origin::Unknown }
                }
                Callee::Fn(function) => self.result_of(*function, at, path, calls, fuel),
                _ => Origin::Unknown,
            },
            ExprKind::MethodCall { receiver, .. } => match program.callee(at) {
                Callee::Api(api) => {
                    let role = program.role(&program.peel(program.types(at.body).expr(*receiver)));
                    let one = !matches!(role, Some(Role::Collection | Role::Iterator));
                    if one && gives_receiver(program.apis.row(*api)) {
                        self.follow(here(*receiver), path, calls, fuel)
                    } else {
                        Origin::Unknown
                    }
                }
                Callee::Fn(function) => self.result_of(*function, at, path, calls, fuel),
                // `#[derive(Clone)]` of a type of the workspace.
                _ if is_derived_clone(self.model, at) => self.follow(here(*receiver), path, calls, fuel),
                _ => Origin::Unknown,
            },
            _ => Origin::Unknown,
        }
    }

    fn variable(&self, body_ref: BodyRef, binding: BindingId, path: Vec<Name>, calls: &[ExprRef], fuel: u32) -> Origin {
        let program = self.model.program;
        if path.is_empty()
            && let Some(&channel) = self.ends.get(&(body_ref, binding))
        {
            return Origin::End(channel, Run { out: 0, calls: calls.to_vec() });
        }
        let body = program.body(body_ref);
        if self.is_assigned(body_ref, binding) {
            return Origin::Unknown;
        }
        let deeper = |pat: PatId| -> Option<Vec<Name>> {
            let mut whole = body.way_to(pat, binding)?;
            whole.extend(path.iter().copied());
            Some(whole)
        };
        match program.uses(body_ref).source(binding) {
            BindSource::Value(value, pat) => match deeper(pat) {
                Some(path) => self.follow(ExprRef { body: body_ref, expr: value }, path, calls, fuel),
                None => Origin::Unknown,
            },
            BindSource::Param(index) => {
                let Some(path) = deeper(body.params[index as usize]) else { return Origin::Unknown };
                let Some(function) = program.owner(body_ref) else { return Origin::Unknown };
                match calls.split_last() {
                    Some((call, outer)) => match program.argument(*call, index) {
                        Some(arg) => self.follow(arg, path, outer, fuel),
                        None => Origin::Unknown,
                    },
                    None => Origin::Param(function, index, path),
                }
            }
            _ => Origin::Unknown,
        }
    }

    /// Whether a variable is given another value later.
    fn is_assigned(&self, body_ref: BodyRef, binding: BindingId) -> bool {
        let program = self.model.program;
        let body = program.body(body_ref);
        let uses = program.uses(body_ref);
        body.binding(binding).mutable
            && uses.of(binding).iter().any(|&at| match uses.parent(at) {
                Parent::Expr(parent) => match body.expr(parent) {
                    ExprKind::Assign { place, .. } => *place == at,
                    ExprKind::AssignPat { places, .. } => places.contains(&at),
                    _ => false,
                },
                _ => false,
            })
    }

    /// The value of a call of a function of the workspace: of its last expression, if nothing else leaves it.
    fn result_of(&self, function: FnId, call: ExprRef, path: Vec<Name>, calls: &[ExprRef], fuel: u32) -> Origin {
        let program = self.model.program;
        let Some(body_ref) = program.defs.fns[function].body else { return Origin::Unknown };
        let body = program.body(body_ref);
        let ExprKind::Block { tail: Some(tail), .. } = body.expr(body.root) else { return Origin::Unknown };
        if calls.len() > 8 || returns_early(body) {
            return Origin::Unknown;
        }
        let mut inner = calls.to_vec();
        inner.push(call);
        self.follow(ExprRef { body: body_ref, expr: *tail }, path, &inner, fuel)
    }
}

/// Whether a `return` gives a value.
pub(super) fn returns_early(body: &Body) -> bool {
    let mut found = false;
    body.walk(body.root, &mut |_| false, &mut |expr| found |= matches!(body.expr(expr), ExprKind::Return(Some(_))));
    found
}

/// Whether a function of the catalog gives its receiver, or what that holds: `clone`, `unwrap`, `as_ref`, `lock`.
pub(super) fn gives_receiver(row: &crate::apis::Fn) -> bool {
    // What comes out of a `Weak` is held as long as the `Arc` from it, and a `Weak` holds nothing.
    matches!(row.verb, Verb::Pass | Verb::Lock)
        && !matches!(row.name.as_str(), "upgrade" | "downgrade")
        && row.closure.is_empty()
        && row.returns.as_ref().is_some_and(|text| {
            text.mentions(&|part| matches!(part, TyText::This | TyText::Generic(_)))
                && !text.mentions(&|part| matches!(part, TyText::Item | TyText::ItemOf(_)))
        })
}

pub(super) fn is_derived_clone(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let ExprKind::MethodCall { name, receiver, args, .. } = model.program.expr(at) else { return false };
    let ty = model.program.peel(model.program.types(at.body).expr(*receiver));
    name == "clone"
        && args.is_empty()
        && matches!(ty, crate::resolve::Ty::Adt(adt, _)
            if model.program.defs.adts[adt].attrs.derives("Clone"))
}

fn position(path: &[Name]) -> Option<usize> {
    path.first()?.as_str().parse().ok()
}
