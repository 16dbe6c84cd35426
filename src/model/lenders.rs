//! Receives of a channel whose sender lies in what the receiver was subscribed from: `config.changes.subscribe()`.
//! While the loop holds that, the channel cannot close.
//!
//! Values are followed back through variables, fields, constructors and functions of the workspace, up to the variable
//! of the loop's own body. What a `Weak` gave on the way is held by nobody.

use super::Model;
use super::origin::{gives_receiver, is_derived_clone, returns_early};
use crate::apis::Verb;
use crate::flow::{BindSource, Source};
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind, PatKind, Receiver, TypeRef, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use crate::source::{Name, Span};

const FUEL: u32 = 48;

impl Model<'_, '_> {
    /// Whether the loop `at` holds what the receiver of `source` was subscribed from; `calls` lead to the source.
    pub(super) fn holds_lender(&self, at: ExprRef, source: &Source, calls: &[ExprRef]) -> bool {
        let receiver = match self.program.expr(source.at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Local(_) | ExprKind::Field { .. } => source.at.expr,
            _ => return false,
        };
        let search = Search { model: self, at };
        let receiver = ExprRef { body: source.at.body, expr: receiver };
        search.follow(receiver, Vec::new(), calls, false, FUEL).is_some()
    }

    /// Whether a loop has a variable, or what a variable was moved or cloned into: `let plane = plane.clone();`
    fn has_or_clones(&self, at: ExprRef, binding: BindingId) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let of_it = |value: ExprId| match body.expr(value) {
            ExprKind::Local(other) => *other == binding,
            ExprKind::MethodCall { receiver, name, args, .. } => {
                *name == "clone"
                    && args.is_empty()
                    && matches!(body.expr(*receiver), ExprKind::Local(other) if *other == binding)
            }
            _ => false,
        };
        self.stays_in(at, binding)
            || (0..body.bindings.len() as u32).map(BindingId).any(|other| {
                matches!(uses.source(other), BindSource::Value(value, pat)
                    if matches!(body.pat(pat), PatKind::Bind(_, None)) && of_it(value))
                    && self.stays_in(at, other)
            })
    }

    /// Whether a variable lives at least as long as a loop, whatever the loop does.
    pub(super) fn stays_in(&self, at: ExprRef, binding: BindingId) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let local = body.binding(binding);
        let span = body.span(at.expr);
        if local.lo >= span.lo && local.hi <= span.hi {
            return false;
        }
        // The task or closure that the loop runs in must have it.
        let lazy = uses.ancestors(at.expr).find(|&up| {
            body.expr(up).is_lazy()
                && !body.span(up).contains(Span::new(body.file, local.lo, local.hi))
                && !self.runs_in_place(ExprRef { body: at.body, expr: up })
        });
        if let Some(lazy) = lazy
            && !uses.of(binding).iter().any(|&one| body.span(lazy).contains(body.span(one)))
        {
            return false;
        }
        if self.is_borrowed_param(at.body, binding) {
            return true;
        }
        uses.of(binding).iter().all(|&one| body.span(one).lo > span.hi || self.only_lends(at.body, one))
    }

    fn is_borrowed_param(&self, at: BodyRef, binding: BindingId) -> bool {
        let program = self.program;
        let BindSource::Param(index) = program.uses(at).source(binding) else { return false };
        let Some(function) = program.owner(at) else { return false };
        let item = &program.defs.fns[function].item;
        let own = u32::from(item.receiver.is_some());
        match index.checked_sub(own) {
            Some(index) => matches!(item.params.get(index as usize), Some(TypeRef::Ref(_))),
            None => matches!(item.receiver, Some(Receiver::Ref | Receiver::RefMut)),
        }
    }

    /// Whether a use of a variable leaves its value where it is.
    fn only_lends(&self, at: BodyRef, one: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let Some(up) = program.uses(at).parent_expr(one) else { return false };
        match body.expr(up) {
            ExprKind::Ref(_) | ExprKind::Field { .. } | ExprKind::Macro { kind: MacroKind::Borrows, .. } => true,
            ExprKind::MethodCall { receiver, name, .. } if *receiver == one => {
                match program.callee(ExprRef { body: at, expr: up }) {
                    Callee::Api(_) => !name.as_str().starts_with("into"),
                    Callee::Fn(function) | Callee::Trait(function) => {
                        matches!(program.defs.fns[*function].item.receiver, Some(Receiver::Ref | Receiver::RefMut))
                    }
                    _ => is_derived_clone(self, ExprRef { body: at, expr: up }),
                }
            }
            _ => false,
        }
    }
}

struct Search<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    /// The loop.
    at: ExprRef,
}

/// The variable that the loop has, and that the sender lies in.
type Found = Option<BindingId>;

impl Search<'_, '_, '_> {
    /// `path` are the fields of the value that are asked for, outermost first; `sender` is true from the subscription
    /// on, where any place that the sender lies in will do.
    fn follow(&self, at: ExprRef, mut path: Vec<Name>, calls: &[ExprRef], sender: bool, fuel: u32) -> Found {
        let fuel = fuel.checked_sub(1)?;
        let program = self.model.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        match body.expr(at.expr) {
            ExprKind::Local(binding) => self.variable(at.body, *binding, path, calls, sender, fuel),
            ExprKind::Ref(inner)
            | ExprKind::Try(inner)
            | ExprKind::Await(inner)
            | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => {
                self.follow(here(*inner), path, calls, sender, fuel)
            }
            ExprKind::Macro { args, kind: MacroKind::Identity, .. } if args.len() == 1 => {
                self.follow(here(args[0]), path, calls, sender, fuel)
            }
            ExprKind::Block { tail: Some(tail), .. } => self.follow(here(*tail), path, calls, sender, fuel),
            ExprKind::Field { base, name } => {
                path.insert(0, *name);
                self.follow(here(*base), path, calls, sender, fuel)
            }
            ExprKind::Struct { fields, .. } => {
                let (_, value) = fields.iter().find(|(name, _)| Some(name) == path.first())?;
                self.follow(here(*value), path[1..].to_vec(), calls, sender, fuel)
            }
            ExprKind::Tuple(elems) => {
                let index: usize = path.first()?.as_str().parse().ok()?;
                self.follow(here(*elems.get(index)?), path[1..].to_vec(), calls, sender, fuel)
            }
            ExprKind::Call { args, .. } => match program.callee(at) {
                Callee::Ctor(_) => {
                    let index: usize = path.first()?.as_str().parse().ok()?;
                    self.follow(here(*args.get(index)?), path[1..].to_vec(), calls, sender, fuel)
                }
                Callee::Wrap if args.len() == 1 => self.follow(here(args[0]), path, calls, sender, fuel),
                Callee::Api(api) if args.len() == 1 => {
                    let row = program.apis.row(*api);
                    let same = row.verb == Verb::Pass && (gives_receiver(row) || !row.receiver);
                    if same { self.follow(here(args[0]), path, calls, sender, fuel) } else { None }
                }
                Callee::Fn(function) => self.result_of(*function, at, path, calls, sender, fuel),
                _ => None,
            },
            ExprKind::MethodCall { receiver, name, .. } => match program.callee(at) {
                Callee::Api(api) => {
                    let row = program.apis.row(*api);
                    if row.verb == Verb::Subscribe {
                        return self.follow(here(*receiver), Vec::new(), calls, true, fuel);
                    }
                    let same = gives_receiver(row) && *name != "upgrade";
                    if same { self.follow(here(*receiver), path, calls, sender, fuel) } else { None }
                }
                // What is lent lies in whoever lends it.
                Callee::Fn(function) | Callee::Trait(function)
                    if sender && program.defs.fns[*function].item.ret.as_ref().is_some_and(TypeRef::lends) =>
                {
                    self.follow(here(*receiver), Vec::new(), calls, sender, fuel)
                }
                Callee::Fn(function) => self.result_of(*function, at, path, calls, sender, fuel),
                // A method that a trait writes out itself.
                Callee::Trait(function) if program.defs.fns[*function].body.is_some() => {
                    self.result_of(*function, at, path, calls, sender, fuel)
                }
                _ if is_derived_clone(self.model, at) => self.follow(here(*receiver), path, calls, sender, fuel),
                _ => None,
            },
            _ => None,
        }
    }

    fn variable(
        &self,
        at: BodyRef,
        binding: BindingId,
        path: Vec<Name>,
        calls: &[ExprRef],
        sender: bool,
        fuel: u32,
    ) -> Found {
        let program = self.model.program;
        let body = program.body(at);
        if sender && calls.is_empty() {
            if at == self.at.body && self.model.has_or_clones(self.at, binding) {
                return Some(binding);
            }
            // What a reference was lent from has the sender, too.
            return match program.uses(at).source(binding) {
                BindSource::Value(value, _) => {
                    self.follow(ExprRef { body: at, expr: value }, path, calls, sender, fuel)
                }
                _ => None,
            };
        }
        match program.uses(at).source(binding) {
            BindSource::Value(value, pat) => {
                let mut whole = body.way_to(pat, binding)?;
                whole.extend(path);
                self.follow(ExprRef { body: at, expr: value }, whole, calls, sender, fuel)
            }
            BindSource::Param(index) => {
                let mut whole = body.way_to(body.params[index as usize], binding)?;
                whole.extend(path);
                let (call, outer) = calls.split_last()?;
                self.follow(program.argument(*call, index)?, whole, outer, sender, fuel)
            }
            _ => None,
        }
    }

    /// The value of a call: of the function's last expression, if nothing else leaves it.
    fn result_of(
        &self,
        function: FnId,
        call: ExprRef,
        path: Vec<Name>,
        calls: &[ExprRef],
        sender: bool,
        fuel: u32,
    ) -> Found {
        let program = self.model.program;
        let at = program.defs.fns[function].body?;
        let body = program.body(at);
        let ExprKind::Block { tail: Some(tail), .. } = body.expr(body.root) else { return None };
        if calls.len() > 8 || returns_early(body) {
            return None;
        }
        let mut inner = calls.to_vec();
        inner.push(call);
        self.follow(ExprRef { body: at, expr: *tail }, path, &inner, sender, fuel)
    }
}
