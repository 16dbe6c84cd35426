//! Futures that are waited for all at once, as many as the outside likes.
//!
//! Knows how many there are only where the text shows what they are made from: what came with a request, rows of a
//! table, files of a folder.

use super::Model;
use crate::apis::{Deed, Verb};
use crate::flow::BindSource;
use crate::ir::{BinaryOp, ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::{Name, Span};

/// Futures without a limit to their number.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// The call that waits for all, or that makes the set.
    pub at: ExprRef,
    /// What each of them does: the call.
    pub reach: Span,
    /// What their number depends on.
    pub source: Span,
    /// The same, in words.
    pub what: Name,
}

const FAR: u8 = 2;

impl Model<'_, '_> {
    /// All of them, in order of files and ids.
    pub fn crowds(&self) -> Vec<Crowd> {
        let mut found = Vec::new();
        for at in self.calls_with(Verb::Group) {
            let Callee::Api(api) = self.program.callee(at) else { continue };
            if !matches!(self.program.apis.row(*api).name.as_str(), "join_all" | "try_join_all") {
                continue;
            }
            let Some(&futures) = self.args(at).first() else { continue };
            found.extend(self.crowd(at, ExprRef { body: at.body, expr: futures }));
        }
        for at in self.index.calls(Name::from("new")) {
            // `FuturesUnordered::new()`
            let ExprKind::Call { callee, .. } = self.program.expr(at) else { continue };
            let ExprKind::Path(path) = self.program.body(at.body).expr(*callee) else { continue };
            let set = path.segments.iter().rev().nth(1);
            if set.is_some_and(|part| matches!(part.name.as_str(), "FuturesUnordered" | "FuturesOrdered"))
                && !self.skips(at.body)
                && matches!(self.program.callee(at), Callee::Api(_))
                && let Some(binding) = self.program.let_binding(at)
            {
                found.extend(self.pushed(at, binding));
            }
        }
        for at in self.index.calls(Name::from("collect")) {
            // `hosts.map(check).collect::<FuturesUnordered<_>>()`
            let made = self.program.ty(at).api_path();
            let is_set = made.is_some_and(|path| {
                matches!(crate::apis::last_segment(path.as_str()), "FuturesUnordered" | "FuturesOrdered")
            });
            if is_set && !self.skips(at.body) {
                found.extend(self.crowd(at, at));
            }
        }
        found.sort_by_key(|crowd| crowd.at);
        found
    }

    fn crowd(&self, at: ExprRef, futures: ExprRef) -> Option<Crowd> {
        let program = self.program;
        let body = program.body(at.body);
        let mut expr = futures.expr;
        let mut each: Option<ExprId> = None;
        for _ in 0..12 {
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, name, args, .. } => {
                    match name.as_str() {
                        "map" => each = each.or_else(|| args.first().copied()),
                        "collect" | "iter" | "iter_mut" | "into_iter" | "enumerate" | "cloned" | "copied"
                        | "filter" | "rev" | "zip" | "drain" | "values" | "keys" | "unwrap" | "clone" | "as_slice" => {}
                        // `take`, `chunks`, and whatever else is not known.
                        _ => break,
                    }
                    if each.is_some() && !matches!(name.as_str(), "map") {
                        break;
                    }
                    expr = *receiver;
                }
                ExprKind::Local(binding) => {
                    if let Some(crowd) = self.pushed(at, *binding) {
                        return Some(crowd);
                    }
                    let BindSource::Value(value, _) = program.uses(at.body).source(*binding) else { return None };
                    expr = value;
                }
                ExprKind::Ref(inner) => expr = *inner,
                _ => break,
            }
        }
        self.of_each(at, ExprRef { body: at.body, expr: each? }, ExprRef { body: at.body, expr })
    }

    /// `for x in xs { set.push(work(x)) }`
    fn pushed(&self, at: ExprRef, binding: crate::ir::BindingId) -> Option<Crowd> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let up = |expr: ExprId| uses.parent_expr(expr);
        uses.of(binding).iter().find_map(|&one| {
            let push = up(one)?;
            let ExprKind::MethodCall { receiver, name, args, .. } = body.expr(push) else { return None };
            if *receiver != one || !matches!(name.as_str(), "push" | "push_back") {
                return None;
            }
            let looped = uses.ancestors(push).find(|&up| body.expr(up).is_loop())?;
            let ExprKind::For { iter, .. } = body.expr(looped) else { return None };
            // Whoever looks at the set, or waits, between two pushes has a limit in mind.
            let within = body.span(looped);
            let looks = uses.of(binding).iter().any(|&other| within.contains(body.span(other)) && other != one);
            // A set that is made anew for each of some parts is as large as a part.
            let made = body.span(at.expr);
            if looks || within.contains(made) {
                return None;
            }
            let each = ExprRef { body: at.body, expr: *args.first()? };
            self.of_each(at, each, ExprRef { body: at.body, expr: *iter })
        })
    }

    /// What is done for each, and how many there are.
    fn of_each(&self, at: ExprRef, each: ExprRef, items: ExprRef) -> Option<Crowd> {
        let each = self.made_as(each);
        // A loop around it takes a part at a time, or has made the items.
        if self.reached(each, Deed::TakePermit).is_some() {
            return None;
        }
        let reach = self.reached(each, Deed::Reach).or_else(|| self.named(each))?;
        let (source, what) = self.number(items, FAR)?;
        Some(Crowd { at, reach: self.callee_span(reach), source, what })
    }

    /// `let future = fetch(x); set.push(future);`
    fn made_as(&self, each: ExprRef) -> ExprRef {
        match self.program.expr(each) {
            ExprKind::Local(binding) => match self.program.uses(each.body).source(*binding) {
                BindSource::Value(value, _) => ExprRef { body: each.body, expr: value },
                _ => each,
            },
            _ => each,
        }
    }

    /// `map(fetch)`: the function itself, if it does such a thing.
    fn named(&self, each: ExprRef) -> Option<ExprRef> {
        let Ty::Fn(function) = self.program.ty(each) else { return None };
        let body = self.program.defs.fns[*function].body?;
        self.reached(ExprRef { body, expr: self.program.body(body).root }, Deed::Reach)
    }

    /// Where the number of items comes from, if that is outside of the program.
    fn number(&self, at: ExprRef, far: u8) -> Option<(Span, Name)> {
        let program = self.program;
        let body = program.body(at.body);
        let next = |expr: ExprId| self.number(ExprRef { body: at.body, expr }, far);
        match body.expr(at.expr) {
            ExprKind::Ref(inner) | ExprKind::Await(inner) | ExprKind::Try(inner) => next(*inner),
            ExprKind::Unary { operand: inner, .. } | ExprKind::Field { base: inner, .. } => next(*inner),
            ExprKind::Local(binding) if self.is_counted_before(at.body, *binding) => None,
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => next(value).or_else(|| self.number_gathered(at.body, *binding, far)),
                BindSource::Param(position) => self.number_of_param(at.body, position, far),
                _ => None,
            },
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => {
                if let Some(note) = self.listed(at) {
                    return Some((self.callee_span(at), note));
                }
                let receiver = match body.expr(at.expr) {
                    ExprKind::MethodCall { receiver, name, .. } => {
                        let limits =
                            matches!(name.as_str(), "take" | "chunks" | "chunks_exact" | "windows" | "get" | "first");
                        if limits {
                            return None;
                        }
                        Some(*receiver)
                    }
                    _ => None,
                };
                match program.callee(at) {
                    Callee::Fn(function) if far > 0 => {
                        let inner = program.defs.fns[*function].body?;
                        let code = program.body(inner);
                        let ExprKind::Block { tail: Some(tail), .. } = code.expr(code.root) else { return None };
                        let given = match code.expr(*tail) {
                            // `Ok(rows)`
                            ExprKind::Call { args, .. } if args.len() == 1 => args[0],
                            _ => *tail,
                        };
                        let (_, what) = self.number(ExprRef { body: inner, expr: given }, far - 1)?;
                        Some((self.callee_span(at), what))
                    }
                    Callee::Api(_) | Callee::Foreign(_) | Callee::Unknown => match receiver {
                        Some(receiver) => next(receiver),
                        None => args.first().and_then(|&arg| next(arg)),
                    },
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `while let Some(entry) = folder.next_entry().await? { paths.push(entry.path()) }`, `for row in rows { ids.push(row.id) }`
    fn number_gathered(&self, at: BodyRef, binding: crate::ir::BindingId, far: u8) -> Option<(Span, Name)> {
        let (body, uses) = (self.program.body(at), self.program.uses(at));
        uses.of(binding).iter().find_map(|&used| {
            let push = uses.parent_expr(used)?;
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(push) else { return None };
            if *receiver != used || !matches!(name.as_str(), "push" | "push_back" | "insert") {
                return None;
            }
            let looped = uses.ancestors(push).find(|&up| body.expr(up).is_loop() || body.expr(up).is_lazy())?;
            let from = match body.expr(looped) {
                ExprKind::For { iter, .. } => *iter,
                ExprKind::While { cond, .. } => match body.expr(*cond) {
                    ExprKind::Let { value, .. } => *value,
                    _ => return None,
                },
                _ => return None,
            };
            // Whoever leaves it on the way may have enough.
            let leaves = |expr: ExprId| matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
            if body.any(looped, leaves) {
                return None;
            }
            self.number(ExprRef { body: at, expr: from }, far.checked_sub(1)?)
        })
    }

    /// `if ids.len() > 20 { return Err(…); }`, `if request.ids.len() > MOST { … }`, `ids.truncate(20)`
    fn is_counted_before(&self, at: BodyRef, binding: crate::ir::BindingId) -> bool {
        let (body, uses) = (self.program.body(at), self.program.uses(at));
        uses.of(binding).iter().any(|&used| {
            let mut up = used;
            while let Some(field) = uses.parent_expr(up).filter(|&up| matches!(body.expr(up), ExprKind::Field { .. })) {
                up = field;
            }
            let Some(call) = uses.parent_expr(up) else { return false };
            match body.expr(call) {
                ExprKind::MethodCall { receiver, name, .. } if *receiver == up => match name.as_str() {
                    "truncate" => true,
                    "len" => uses
                        .parent_expr(call)
                        .is_some_and(|up| matches!(body.expr(up), ExprKind::Binary { op: BinaryOp::Compare(_), .. })),
                    _ => false,
                },
                _ => false,
            }
        })
    }

    fn listed(&self, call: ExprRef) -> Option<Name> {
        let apis = self.program.apis;
        let note = match self.program.callee(call) {
            Callee::Api(api) => apis.mark_note(apis.row(*api).path, Deed::List),
            Callee::Foreign(path) => apis.mark_note(*path, Deed::List),
            _ => None,
        };
        note.filter(|_| !self.says_limit(call))
    }

    /// `SELECT … LIMIT 50`, `query.limit(50)`: the query itself says how many rows it gives at most.
    fn says_limit(&self, call: ExprRef) -> bool {
        let text = self.program.workspace.sources.text(self.program.span(call));
        text.split(|char: char| !char.is_alphanumeric() && char != '_').any(|word| word.eq_ignore_ascii_case("limit"))
    }

    fn number_of_param(&self, body: BodyRef, position: u32, far: u8) -> Option<(Span, Name)> {
        let program = self.program;
        let function: FnId = program.owner(body)?;
        let def = &program.defs.fns[function];
        let receiver = u32::from(def.item.receiver.is_some());
        let index = position.checked_sub(receiver)? as usize;
        let ty = program.sig(function).params.get(index)?.clone();
        let apis = program.apis;
        let comes_in = |ty: &Ty| {
            let path = ty.api_path()?;
            apis.deed(path).filter(|deed| deed.does == Deed::Extract)
        };
        if comes_in(&ty).is_some() {
            let pat = program.body(body).params.get(position as usize)?;
            return Some((program.body(body).pat_span(*pat), Name::from("what a client sends")));
        }
        if far == 0 {
            return None;
        }
        self.callers(function).into_iter().find_map(|call| {
            let args = self.args(call);
            let through_path = matches!(program.expr(call), ExprKind::Call { .. });
            let at = if through_path { position as usize } else { index };
            let arg = *args.get(at)?;
            let (_, what) = self.number(ExprRef { body: call.body, expr: arg }, far - 1)?;
            Some((program.body(call.body).span(arg), what))
        })
    }
}
