//! A walk through one body in order of the evaluation, during which one value is alive or not.
//!
//! Branches join: the value is alive where some way leads from its making past no drop or move. Knows nothing of
//! types but what calls call.

use super::Uses;
use super::ranges::Home;
use super::uses::Parent;
use crate::apis::{Deed, Verb};
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, SelectElse, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, Program};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// When the value begins to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// When this expression has been evaluated.
    After(ExprId),
    /// When this branch is entered.
    Enter(ExprId),
}

/// What is known at one point: joined by the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// No way leads here.
    Unreached,
    /// Not alive.
    Dead,
    /// Alive on some way.
    Live,
}

struct Frame {
    at: ExprId,
    label: Option<Name>,
    is_loop: bool,
    leave: State,
    again: State,
}

/// Whether the closure or block that a range begins with is `move`.
pub fn is_move(program: &Program<'_>, span: Span) -> bool {
    let head = Span::new(span.file, span.lo, span.hi.min(span.lo + 24));
    let words = program.workspace.sources.text(head).split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .take(3)
        .take_while(|word| matches!(*word, "async" | "move" | "static"))
        .any(|word| word == "move")
}

/// The walk.
pub(super) struct Walk<'r, 'a> {
    program: &'r Program<'a>,
    uses: &'r Uses,
    body: &'r Body,
    at: BodyRef,
    home: &'r Home,
    state: State,
    frames: Vec<Frame>,
    acts: Vec<ExprId>,
    seen: FxHashSet<ExprId>,
    /// Variables of patterns that the value was moved into, in the branch that is walked.
    taken: Vec<BindingId>,
}

impl<'r, 'a> Walk<'r, 'a> {
    pub(super) fn new(program: &'r Program<'a>, at: BodyRef, home: &'r Home) -> Self {
        Self {
            program,
            uses: program.uses(at),
            body: program.body(at),
            at,
            home,
            state: State::Dead,
            frames: Vec::new(),
            acts: Vec::new(),
            seen: FxHashSet::default(),
            taken: Vec::new(),
        }
    }

    /// Whether a variable holds the value.
    fn is_held_by(&self, binding: BindingId) -> bool {
        self.home.binding == Some(binding) || self.taken.contains(&binding)
    }

    /// Walks a branch in which the value is in a variable of a pattern, if one took it out.
    fn branch(&mut self, code: ExprId, taken: Option<BindingId>) {
        self.taken.extend(taken);
        self.expr(code);
        if taken.is_some() {
            self.taken.pop();
            self.kill();
        }
    }

    /// What happens while the value lives, in order.
    pub(super) fn run(mut self) -> Vec<ExprId> {
        // The scope alone is not enough: an assignment in a loop comes round to what stands before it.
        let root = match self.home.start {
            Start::After(expr) | Start::Enter(expr) => self.frame_of(expr),
        };
        self.expr(root);
        self.acts
    }

    /// The function, closure or async block that an expression runs in.
    fn frame_of(&self, expr: ExprId) -> ExprId {
        let lazy = |at: &ExprId| self.body.expr(*at).is_lazy();
        match self.uses.ancestors(expr).find(lazy).map(|at| self.body.expr(at)) {
            Some(ExprKind::Closure { body, .. } | ExprKind::Async { body, .. }) => *body,
            _ => self.body.root,
        }
    }

    fn act(&mut self, expr: ExprId) {
        if self.state == State::Live && self.seen.insert(expr) {
            self.acts.push(expr);
        }
    }

    fn kill(&mut self) {
        if self.state == State::Live {
            self.state = State::Dead;
        }
    }

    fn expr(&mut self, id: ExprId) {
        if self.home.start == Start::Enter(id) && self.state == State::Dead {
            self.state = State::Live;
        }
        if self.home.absent_in.contains(&id) {
            self.kill();
        }
        self.kind(id);
        if self.home.start == Start::After(id) && self.state == State::Dead {
            self.state = State::Live;
        }
        if self.home.scope == id {
            self.kill();
        }
        if matches!(self.program.types(self.at).expr(id), crate::resolve::Ty::Never) {
            self.state = State::Unreached;
        }
    }

    fn kind(&mut self, id: ExprId) {
        let body = self.body;
        match body.expr(id) {
            ExprKind::Local(binding) => {
                if self.is_held_by(*binding) && self.moves(id) {
                    self.kill();
                }
            }
            ExprKind::Block { stmts, tail, label } => {
                self.frames.push(Frame {
                    at: id,
                    label: *label,
                    is_loop: false,
                    leave: State::Unreached,
                    again: State::Unreached,
                });
                for stmt in stmts {
                    match stmt {
                        Stmt::Let { init, otherwise, .. } => {
                            if let Some(init) = init {
                                self.expr(*init);
                            }
                            if let Some(otherwise) = otherwise {
                                let matched = self.state;
                                // Nothing was bound.
                                if self.home.scope == id
                                    && matches!(self.home.start, Start::After(at) if Some(at) == *init)
                                {
                                    self.kill();
                                }
                                self.expr(*otherwise);
                                self.state = self.state.max(matched);
                            }
                        }
                        Stmt::Expr(expr) => self.expr(*expr),
                    }
                }
                if let Some(tail) = tail {
                    self.expr(*tail);
                }
                let frame = self.frames.pop().expect("pushed above");
                self.state = self.state.max(frame.leave);
            }
            ExprKind::If { cond, then, otherwise } => {
                self.expr(*cond);
                let decided = self.state;
                // `if let Some(entry) = entry { … }` takes it out of the variable: it ends with the branch.
                let taken = match body.expr(*cond) {
                    ExprKind::Let { pat, value } => self.takes_out(*value, *pat),
                    _ => None,
                };
                self.branch(*then, taken);
                let after = self.state;
                self.state = decided;
                // An entry that is not occupied is vacant, and there.
                let is_none = matches!(body.expr(*cond), ExprKind::Let { value, .. } if self.is_optional(*value));
                if taken.is_some() && is_none || self.home.scope == id && self.home.not_in_else {
                    self.kill();
                }
                if let Some(otherwise) = otherwise {
                    self.expr(*otherwise);
                }
                self.join(&[(Some(*then), after), (*otherwise, self.state)]);
            }
            ExprKind::Match { value, arms } => {
                self.expr(*value);
                let decided = self.state;
                let mut ends = Vec::with_capacity(arms.len());
                let taken = arms.iter().any(|arm| self.takes_out(*value, arm.pat).is_some());
                for arm in arms {
                    self.state = decided;
                    if taken && matches!(body.pat(arm.pat), PatKind::Path(_)) {
                        self.kill();
                    }
                    if let Some(guard) = arm.guard {
                        self.expr(guard);
                    }
                    let taken = self.takes_out(*value, arm.pat);
                    self.branch(arm.body, taken);
                    ends.push((Some(arm.body), self.state));
                }
                if arms.is_empty() {
                    self.state = decided;
                } else {
                    self.join(&ends);
                }
            }
            ExprKind::Binary { op: crate::ir::BinaryOp::And | crate::ir::BinaryOp::Or, lhs, rhs } => {
                self.expr(*lhs);
                let short = self.state;
                self.expr(*rhs);
                self.state = self.state.max(short);
            }
            ExprKind::Loop { label, body: inner } => {
                let left = self.rounds(*label, id, |walk| walk.expr(*inner));
                self.state = left;
            }
            ExprKind::While { label, cond, body: inner } => {
                let mut done = State::Unreached;
                let left = self.rounds(*label, id, |walk| {
                    walk.expr(*cond);
                    // The condition's temporaries of a round are gone when the loop ends.
                    done = done.max(if walk.home.scope == id && walk.state == State::Live {
                        State::Dead
                    } else {
                        walk.state
                    });
                    walk.expr(*inner);
                });
                self.state = left.max(done);
            }
            ExprKind::For { label, iter, body: inner, .. } => {
                self.expr(*iter);
                let mut done = self.state;
                let left = self.rounds(*label, id, |walk| {
                    done = done.max(walk.state);
                    walk.expr(*inner);
                });
                self.state = self.state.max(left).max(done);
            }
            ExprKind::Break { label, value } => {
                if let Some(value) = value {
                    self.expr(*value);
                }
                if let Some((frame, state)) = self.target(*label) {
                    frame.leave = frame.leave.max(state);
                }
                self.state = State::Unreached;
            }
            ExprKind::Continue { label } => {
                if let Some((frame, state)) = self.target(*label) {
                    frame.again = frame.again.max(state);
                }
                self.state = State::Unreached;
            }
            ExprKind::Return(value) => {
                if let Some(value) = value {
                    self.expr(*value);
                }
                self.state = State::Unreached;
            }
            ExprKind::Closure { body: inner, .. } | ExprKind::Async { body: inner, .. } => self.lazy(id, *inner),
            ExprKind::Select { branches, otherwise, .. } => {
                for branch in branches {
                    if let Some(guard) = branch.guard {
                        self.expr(guard);
                    }
                    self.expr(branch.future);
                }
                if !matches!(otherwise, Some((SelectElse::Default, _))) {
                    self.act(id);
                }
                let decided = self.state;
                let mut after = State::Unreached;
                for code in branches.iter().map(|branch| branch.body).chain(otherwise.iter().map(|(_, code)| *code)) {
                    self.state = decided;
                    self.expr(code);
                    after = after.max(self.state);
                }
                self.state = after;
            }
            ExprKind::Assign { place, value, .. } => {
                self.expr(*value);
                match body.expr(*place) {
                    ExprKind::Local(binding) => {
                        if self.home.binding == Some(*binding) {
                            self.kill();
                        }
                    }
                    _ => self.expr(*place),
                }
            }
            ExprKind::Macro { args, kind, .. } => {
                args.iter().for_each(|&arg| self.expr(arg));
                self.act(id);
                if *kind == MacroKind::Panics {
                    self.state = State::Unreached;
                }
            }
            ExprKind::MethodCall { receiver, args, .. } if self.gives_up(*receiver) => {
                // `entry.insert(load().await)`: it is there until the call is made.
                args.iter().for_each(|&arg| self.expr(arg));
                self.act(id);
                self.expr(*receiver);
            }
            kind => {
                kind.children(|child| self.expr(child));
                if matches!(
                    kind,
                    ExprKind::Call { .. }
                        | ExprKind::MethodCall { .. }
                        | ExprKind::Await(_)
                        | ExprKind::Join { .. }
                        | ExprKind::Yield(_)
                ) {
                    self.act(id);
                }
            }
        }
    }

    /// What holds after branches, each with what holds at its end.
    ///
    /// Where one branch ends the value, another that ends in a macro that is not read may leave by it.
    fn join(&mut self, ends: &[(Option<ExprId>, State)]) {
        let ended = ends.iter().any(|(_, state)| *state == State::Dead);
        let counts = |(code, state): &&(Option<ExprId>, State)| {
            !(ended && *state == State::Live && code.is_some_and(|code| self.ends_unread(code)))
        };
        self.state = ends.iter().filter(counts).map(|(_, state)| *state).max().unwrap_or(State::Unreached);
    }

    /// Whether the last thing that code does is a macro that is not read.
    fn ends_unread(&self, code: ExprId) -> bool {
        match self.body.expr(code) {
            ExprKind::Block { tail: Some(last), .. } => self.ends_unread(*last),
            ExprKind::Block { stmts, tail: None, .. } => {
                matches!(stmts.last(), Some(Stmt::Expr(last)) if self.ends_unread(*last))
            }
            ExprKind::Macro { kind, .. } => *kind == MacroKind::Unknown,
            ExprKind::Opaque => true,
            _ => false,
        }
    }

    /// Goes round a loop until nothing new is learned; gives what holds where it is left by `break`.
    fn rounds(&mut self, label: Option<Name>, id: ExprId, mut round: impl FnMut(&mut Self)) -> State {
        let first = self.state;
        let mut left = State::Unreached;
        // Three states: the third round can teach nothing.
        for _ in 0..3 {
            let begin = self.state;
            self.frames.push(Frame { at: id, label, is_loop: true, leave: State::Unreached, again: State::Unreached });
            round(self);
            let frame = self.frames.pop().expect("pushed above");
            left = left.max(frame.leave);
            self.state = self.state.max(frame.again);
            if self.home.scope == id {
                self.kill();
                if left == State::Live {
                    left = State::Dead;
                }
            }
            self.state = self.state.max(first);
            if self.state == begin {
                break;
            }
        }
        left
    }

    /// Where `break` or `continue` leads, and what holds there: leaving the scope drops the value.
    fn target(&mut self, label: Option<Name>) -> Option<(&mut Frame, State)> {
        let (uses, scope, state) = (self.uses, self.home.scope, self.state);
        let frame = self.frames.iter_mut().rev().find(|frame| match label {
            Some(_) => frame.label == label,
            None => frame.is_loop,
        })?;
        let left = uses.ancestors(scope).any(|at| at == frame.at);
        Some((frame, if left { state.min(State::Dead) } else { state }))
    }

    /// A closure or async block: walked where it runs in place, else only a place that the value may move into.
    fn lazy(&mut self, id: ExprId, inner: ExprId) {
        let state = self.state;
        if self.home.binding.is_some() && self.takes_along(id) {
            return self.kill();
        }
        if !self.runs_in_place(id) {
            return;
        }
        let frames = std::mem::take(&mut self.frames);
        self.expr(inner);
        self.frames = frames;
        self.state = state;
    }

    /// Whether code runs where it stands: a closure that a function of the catalog calls, a block that is awaited.
    fn runs_in_place(&self, id: ExprId) -> bool {
        let Parent::Expr(parent) = self.uses.parent(id) else { return false };
        match self.body.expr(parent) {
            ExprKind::Await(_) | ExprKind::Join { .. } => true,
            ExprKind::Select { branches, .. } => branches.iter().any(|branch| branch.future == id),
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                let at = ExprRef { body: self.at, expr: parent };
                let Some(row) = self.program.called_api(at) else { return false };
                let verb = row.verb;
                match self.body.expr(id) {
                    // `Box::new(move || …)` keeps it for later.
                    ExprKind::Closure { .. } if matches!(row.name.as_str(), "new" | "pin" | "from") => false,
                    ExprKind::Closure { .. } => {
                        matches!(verb, Verb::Pass | Verb::Lock | Verb::Collect | Verb::Run | Verb::Send)
                    }
                    // A future, or what was made of one: it runs where that is awaited.
                    _ => {
                        matches!(verb, Verb::Run | Verb::Wrap | Verb::Timeout)
                            && (verb == Verb::Run || self.runs_in_place(parent))
                    }
                }
            }
            _ => false,
        }
    }

    /// Whether a closure or block is `move` and uses the variable.
    fn takes_along(&self, id: ExprId) -> bool {
        let Some(binding) = self.home.binding else { return false };
        let span = self.body.span(id);
        if !self.uses.of(binding).iter().any(|&at| span.contains(self.body.span(at))) {
            return false;
        }
        is_move(self.program, span)
    }

    /// Whether this use of the variable moves the value out of it.
    fn moves(&self, id: ExprId) -> bool {
        let Parent::Expr(parent) = self.uses.parent(id) else {
            // `let other = guard;`, or the statement `guard;`
            return true;
        };
        match self.body.expr(parent) {
            ExprKind::Call { args, .. } => args.contains(&id),
            ExprKind::MethodCall { receiver, args, .. } => {
                if *receiver != id {
                    return args.contains(&id);
                }
                let at = ExprRef { body: self.at, expr: parent };
                match self.program.callee(at) {
                    Callee::Api(api) => {
                        let row = self.program.apis.row(*api);
                        matches!(row.verb, Verb::Drop | Verb::Forget | Verb::Detach)
                            || self.program.apis.deed(row.path).is_some_and(|deed| deed.does == Deed::UseUp)
                            || matches!(row.name.as_str(), "take" | "unwrap" | "expect" | "into_inner" | "map" | "ok")
                                && self.is_optional(id)
                    }
                    _ => false,
                }
            }
            ExprKind::Struct { .. }
            | ExprKind::Tuple(_)
            | ExprKind::Array { .. }
            | ExprKind::Return(_)
            | ExprKind::Break { .. }
            | ExprKind::Yield(_)
            | ExprKind::Block { .. }
            | ExprKind::Closure { .. }
            | ExprKind::Async { .. } => true,
            ExprKind::Assign { value, .. } => *value == id,
            ExprKind::Match { value, arms } => *value != id && arms.iter().any(|arm| arm.body == id),
            ExprKind::If { cond, .. } => *cond != id,
            ExprKind::Macro { kind, .. } => matches!(kind, MacroKind::Unknown | MacroKind::Identity),
            _ => false,
        }
    }

    /// Whether a pattern moves what is in the variable into one of its own: `Some(entry)`, where that may hold it.
    fn takes_out(&self, value: ExprId, pat: PatId) -> Option<BindingId> {
        let of_it = matches!(self.body.expr(value), ExprKind::Local(binding) if self.is_held_by(*binding));
        let PatKind::TupleStruct(path, parts) = self.body.pat(pat) else { return None };
        // `Entry::Occupied(entry)`, too: an enum of which each variant holds it.
        let opens = self.is_optional(value) && matches!(path.last().as_str(), "Some" | "Ok")
            || matches!(path.last().as_str(), "Occupied" | "Vacant");
        if !of_it || !opens {
            return None;
        }
        parts.iter().find_map(|&part| match self.body.pat(part) {
            PatKind::Bind(inner, None) if !self.body.binding(*inner).by_ref => Some(*inner),
            _ => None,
        })
    }

    /// Whether this is the variable, and its use moves the value out of it.
    fn gives_up(&self, id: ExprId) -> bool {
        matches!(self.body.expr(id), ExprKind::Local(binding) if self.is_held_by(*binding)) && self.moves(id)
    }

    fn is_optional(&self, id: ExprId) -> bool {
        use crate::apis::Role;
        matches!(self.program.role(self.program.types(self.at).expr(id)), Some(Role::Option | Role::Result))
    }
}
