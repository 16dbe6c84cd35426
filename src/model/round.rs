//! What a loop does in the round in which its wait gives one certain answer: that the channel has closed, or that
//! messages were lost.
//!
//! The code behind the wait is gone through with that answer as a value: through patterns, conditions, variables and
//! the functions of the workspace that it is given to or that give it back. Where a condition does not depend on the
//! answer, both ways are taken.

use super::Model;
use super::closing::{assigns, is_sleep};
use crate::apis::{OnClose, Role, Verb};
use crate::flow::{Parent, Source};
use crate::ir::{
    BinaryOp, BindingId, Body, Comparison, ExprId, ExprKind, Lit, MacroKind, PatId, PatKind, Stmt, UnaryOp,
};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// The answer of a wait.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// There is nothing more.
    Closed,
    /// No bytes: the end of what is read.
    Nothing,
    /// Messages were lost.
    Lagged,
    /// An error of which nothing more is known.
    Failed,
    /// A message, of which nothing or something is known.
    Message(Shape),
}

/// What is known of a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Nothing.
    Any,
    /// It is of this variant, with so many parts.
    Variant(Name, usize),
    /// It is of this variant, the only part of which is like this.
    Around(Name, Box<Shape>),
    /// It is a struct with this in a field.
    Field(Name, Box<Shape>),
}

impl Shape {
    /// The variant that says what the message is about.
    fn variant(&self) -> Option<Name> {
        match self {
            Self::Any => None,
            Self::Variant(name, _) => Some(*name),
            Self::Around(_, inner) | Self::Field(_, inner) => inner.variant(),
        }
    }

    fn value(&self) -> Val {
        match self {
            Self::Any => Val::Unknown,
            Self::Variant(name, parts) => Val::Ctor(*name, vec![Val::Unknown; *parts]),
            Self::Around(name, inner) => Val::Ctor(*name, vec![inner.value()]),
            Self::Field(name, inner) => Val::Struct(vec![(*name, inner.value())]),
        }
    }
}

/// What may happen in the round; where several ways are open, all that they come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// The loop is left here.
    pub leaves: Option<Span>,
    /// All that `leaves` knows is a `?` of something that is not known.
    pub perhaps: bool,
    /// The loop is left here if somebody else says so, or if what does not change in this round was so before.
    pub told: Option<Span>,
    /// The task panics here.
    pub panics: Option<Span>,
    /// The loop goes round again.
    pub again: bool,
    /// It may do so without a wait and without a change.
    pub idle: bool,
    /// Something is waited for on the way.
    pub waits: bool,
    /// Something changes that the next round may see.
    pub changes: bool,
    /// Nothing of the round runs, because the answer does not match: the `select!` and the branch.
    pub off: Option<(ExprRef, usize)>,
    /// The answer went where it is not followed.
    pub lost: bool,
    /// It was sent on.
    pub sent_on: bool,
    /// The first code that runs because of it: an arm, a branch, a block.
    pub taken: Option<Span>,
}

impl Model<'_, '_> {
    /// What the loop `at` does when `source`, which `calls` of the loop lead to (outermost first), gives this answer.
    /// Nothing where the wait's answer is not one that is known.
    pub(super) fn course(&self, at: ExprRef, source: &Source, calls: &[ExprRef], answer: Answer) -> Option<Course> {
        let message = match &answer {
            Answer::Message(shape) => shape.variant(),
            Answer::Closed | Answer::Nothing | Answer::Lagged | Answer::Failed => None,
        };
        let wait = calls.first().map_or(source.at.expr, |call| call.expr);
        let pending = self.program.called_api(source.at).is_some_and(|row| row.is_async);
        let mut run = Run { calls: calls.to_vec(), pending, message, ..Run::new(self, at, source.at.body, wait) };
        if let (Answer::Closed, ExprKind::MethodCall { receiver, .. }) = (&answer, self.program.expr(source.at)) {
            let way = field_way(self.program.body(source.at.body), *receiver);
            run.closed = way.map(|(binding, names)| (source.at.body, binding, names));
        }
        let value = run.first(source, &answer)?;
        let mut env = Env::default();
        if value == Val::Zero {
            run.gives_nothing(source, &mut env);
        }
        run.up(source.at.expr, value, env);
        Some(run.course)
    }

    /// What the loop `at` does when an expression of its own code gives its value; nothing where it gives none.
    pub(super) fn course_from(&self, at: ExprRef, expr: ExprId) -> Option<Course> {
        let mut run = Run::new(self, at, at.body, expr);
        let mut env = Env::default();
        let value = run.eval(expr, &mut env)?;
        run.up(expr, value, env);
        Some(run.course)
    }

    /// The calls by which a loop comes to code elsewhere, outermost first.
    pub(super) fn calls_to(&self, from: ExprRef, target: BodyRef) -> Option<Vec<ExprRef>> {
        if from.body == target {
            return Some(Vec::new());
        }
        self.calls_within(from, target, 3)
    }

    fn calls_within(&self, from: ExprRef, target: BodyRef, depth: u8) -> Option<Vec<ExprRef>> {
        let body = self.program.body(from.body);
        let mut called = Vec::new();
        body.walk(from.expr, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                called.push(ExprRef { body: from.body, expr });
            }
        });
        let callees: Vec<(ExprRef, BodyRef)> = called
            .into_iter()
            .filter_map(|call| match self.program.callee(call) {
                Callee::Fn(function) => Some((call, self.program.defs.fns[*function].body?)),
                _ => None,
            })
            .collect();
        if let Some((call, _)) = callees.iter().find(|(_, inner)| *inner == target) {
            return Some(vec![*call]);
        }
        let depth = depth.checked_sub(1)?;
        callees.into_iter().find_map(|(call, inner)| {
            let root = self.program.body(inner).root;
            let mut rest = self.calls_within(ExprRef { body: inner, expr: root }, target, depth)?;
            rest.insert(0, call);
            Some(rest)
        })
    }
}

/// Steps that a run may take.
const FUEL: u32 = 4_000;
/// Functions within functions that an answer is followed into.
const DEPTH: u8 = 2;

/// A value, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
enum Val {
    Unknown,
    Bool(bool),
    /// No messages were taken.
    Zero,
    /// A collection without items.
    Empty,
    /// The error that says: closed.
    Closed,
    /// The error that says: messages were lost.
    Lagged,
    /// `Some(x)`, `Err(x)`, `Wake::Message(x)`, `None`
    Ctor(Name, Vec<Val>),
    Tuple(Vec<Val>),
    /// A struct of which some fields are known.
    Struct(Vec<(Name, Val)>),
}

/// What is known of variables, and of fields of variables.
#[derive(Clone, Debug, Default)]
struct Env {
    locals: FxHashMap<BindingId, Val>,
    /// By the variable and the names from it on: `self.core.state`.
    fields: FxHashMap<(BindingId, Vec<Name>), Val>,
    /// What was stored in atomics, by the same ways.
    atomics: FxHashMap<(BindingId, Vec<Name>), Val>,
}

/// The variable that a field lies in, and the names that lead there; a variable leads to itself.
pub(super) fn field_way(body: &Body, expr: ExprId) -> Option<(BindingId, Vec<Name>)> {
    match body.expr(expr) {
        ExprKind::Local(binding) => Some((*binding, Vec::new())),
        ExprKind::Field { base, name } => {
            let (binding, mut names) = field_way(body, *base)?;
            names.push(*name);
            Some((binding, names))
        }
        _ => None,
    }
}

impl Env {
    fn get(&self, binding: BindingId) -> Val {
        self.locals.get(&binding).cloned().unwrap_or(Val::Unknown)
    }

    fn insert(&mut self, binding: BindingId, value: Val) {
        self.locals.insert(binding, value);
    }

    /// After code that may have run several times: collections may have been filled.
    fn forget_empty(&mut self) {
        self.locals.retain(|_, value| *value != Val::Empty);
        self.fields.retain(|_, value| *value != Val::Empty);
    }

    /// Keeps what is the same on another way, too.
    fn meet(&mut self, other: &Self) {
        self.locals.retain(|binding, value| other.locals.get(binding) == Some(value));
        self.fields.retain(|place, value| other.fields.get(place) == Some(value));
        self.atomics.retain(|place, value| other.atomics.get(place) == Some(value));
    }

    /// The same, but that everything is the other way round which is said to be so or not so.
    fn flipped(&self) -> Self {
        let flip = |value: &Val| if let Val::Bool(is) = value { Val::Bool(!is) } else { Val::Unknown };
        Self {
            locals: self.locals.iter().map(|(&binding, value)| (binding, flip(value))).collect(),
            fields: self.fields.iter().map(|(place, value)| (place.clone(), flip(value))).collect(),
            atomics: self.atomics.iter().map(|(place, value)| (place.clone(), flip(value))).collect(),
        }
    }
}

fn ctor(name: &str, of: Vec<Val>) -> Val {
    Val::Ctor(Name::from(name), of)
}

fn unit() -> Val {
    Val::Tuple(Vec::new())
}

/// What is known of the fields of a variable that is bound to a struct.
fn known_fields(binding: BindingId, way: &[Name], value: &Val, env: &mut Env) {
    let Val::Struct(fields) = value else { return };
    for (name, value) in fields {
        let way: Vec<Name> = way.iter().copied().chain([*name]).collect();
        known_fields(binding, &way, value, env);
        env.fields.insert((binding, way), value.clone());
    }
}

/// Whether a name is written like that of a constant: `STOP`.
fn is_constant(name: Name) -> bool {
    let name = name.as_str();
    name.len() > 1 && !name.contains(|one: char| one.is_ascii_lowercase())
}

/// Whether a pattern matches a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fits {
    Yes,
    Perhaps,
    No,
}

impl Fits {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Perhaps, _) | (_, Self::Perhaps) => Self::Perhaps,
            _ => Self::Yes,
        }
    }
}

struct Run<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    /// The code that is gone through.
    at: BodyRef,
    body: &'a Body,
    /// The loop, where this is its body.
    root: Option<ExprId>,
    /// Calls that lead here.
    calls: Vec<ExprRef>,
    loop_at: ExprRef,
    /// The wait, or the call that leads to it, in the loop's own code.
    wait: ExprId,
    /// Labels of loops and blocks within the loop that code on the way down stands in; `None` for loops without one.
    inner: Vec<(Option<Name>, bool)>,
    course: Course,
    /// What a function gives that the answer was given to, while it is gone through.
    results: Option<Vec<Val>>,
    /// What is known of its variables wherever it returns.
    leaves_with: Option<Env>,
    depth: u8,
    fuel: u32,
    /// The value is that of a future that nobody has awaited yet.
    pending: bool,
    /// The variant of the message that is the answer.
    message: Option<Name>,
    /// Calls of functions that were gone through with the answer: whether they wait is known.
    followed: FxHashSet<ExprId>,
    /// The end of a channel that has nothing more to give, where that is the answer.
    closed: Option<(BodyRef, BindingId, Vec<Name>)>,
}

impl<'m, 'p, 'a> Run<'m, 'p, 'a> {
    /// At the start: nothing is known yet of what a loop does behind a wait of it, the code of which stands in `body`.
    fn new(model: &'m Model<'p, 'a>, loop_at: ExprRef, body: BodyRef, wait: ExprId) -> Self {
        Run {
            model,
            at: body,
            body: model.program.body(body),
            root: (body == loop_at.body).then_some(loop_at.expr),
            calls: Vec::new(),
            loop_at,
            wait,
            inner: Vec::new(),
            course: Course::default(),
            results: None,
            leaves_with: None,
            depth: 0,
            fuel: FUEL,
            pending: false,
            message: None,
            followed: FxHashSet::default(),
            closed: None,
        }
    }
}

impl Run<'_, '_, '_> {
    fn here(&self, expr: ExprId) -> ExprRef {
        ExprRef { body: self.at, expr }
    }

    /// The value of the wait itself, before it is awaited.
    fn first(&self, source: &Source, answer: &Answer) -> Option<Val> {
        let program = self.model.program;
        let polls = polls(self.body, source.at.expr);
        let errs = match program.callee_of(source.at) {
            Some(Callee::Api(api)) => program.apis.row(*api).on_close.unwrap_or(source.on_close) == OnClose::Err,
            _ => source.on_close == OnClose::Err,
        };
        let value = match (answer, errs) {
            (Answer::Lagged, true) => ctor("Err", vec![Val::Lagged]),
            // The item of a stream says so.
            (Answer::Lagged, false) => ctor("Some", vec![ctor("Err", vec![Val::Lagged])]),
            (Answer::Message(shape), errs) => ctor(if errs { "Ok" } else { "Some" }, vec![shape.value()]),
            (Answer::Failed, _) if self.gives(source) == Some(Role::Result) => ctor("Err", vec![Val::Unknown]),
            (Answer::Failed, _) => ctor("Some", vec![ctor("Err", vec![Val::Unknown])]),
            (Answer::Nothing, _) => ctor("Ok", vec![Val::Zero]),
            (Answer::Closed, true) => ctor("Err", vec![Val::Closed]),
            (Answer::Closed, false) if super::closing::gives_number(program, source) => Val::Zero,
            (Answer::Closed, false) => ctor("None", Vec::new()),
        };
        // `stream.try_next()` gives `Ok(None)` and `Ok(Some(item))`.
        let within = !errs && !matches!(answer, Answer::Failed) && self.gives_result(source);
        let value = if within { ctor("Ok", vec![value]) } else { value };
        Some(if polls { ctor("Ready", vec![value]) } else { value })
    }

    /// What the end of the closed channel says when it is asked again, at once: `while let Err(Empty) = rx.try_recv()`
    fn of_closed(&self, call: ExprId, receiver: ExprId) -> Option<Val> {
        let (at, binding, names) = self.closed.as_ref()?;
        let asked = field_way(self.body, receiver)?;
        let row = self.model.program.called_api(self.here(call))?;
        let again = *at == self.at && asked.0 == *binding && asked.1 == *names;
        if !again || row.verb != Verb::Receive || row.is_async || row.work.is_some() {
            return None;
        }
        match row.on_close? {
            OnClose::Err => Some(ctor("Err", vec![Val::Closed])),
            // `rx.try_next()` gives `Ok(None)` again and again.
            OnClose::None if self.model.program.role(self.model.program.ty(self.here(call))) == Some(Role::Result) => {
                Some(ctor("Ok", vec![ctor("None", Vec::new())]))
            }
            OnClose::None => Some(ctor("None", Vec::new())),
            _ => None,
        }
    }

    /// What awaiting a wait gives.
    fn gives(&self, source: &Source) -> Option<Role> {
        let program = self.model.program;
        program.role(program.ty(source.at).given())
    }

    /// Whether a wait gives an option within a result.
    fn gives_result(&self, source: &Source) -> bool {
        let program = self.model.program;
        let given = program.ty(source.at).given();
        program.role(given) == Some(Role::Result) && program.role(&given.arg(0)) == Some(Role::Option)
    }

    /// `rx.recv_many(&mut batch, 16)` leaves in the batch what is there: nothing, in the end.
    fn gives_nothing(&self, source: &Source, env: &mut Env) {
        let (ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. }) = self.body.expr(source.at.expr) else {
            return;
        };
        for arg in args {
            let ExprKind::Ref(inner) = self.body.expr(*arg) else { continue };
            match self.body.expr(*inner) {
                ExprKind::Local(binding) => env.insert(*binding, Val::Empty),
                _ => env.fields.extend(field_way(self.body, *inner).map(|way| (way, Val::Empty))),
            }
        }
    }

    /// Something is done with a collection that may put items into it.
    fn may_fill(&self, expr: ExprId, env: &mut Env) {
        let inner = match self.body.expr(expr) {
            ExprKind::Ref(inner) => *inner,
            _ => expr,
        };
        let Some((owner, names)) = field_way(self.body, inner) else { return };
        if env.get(owner) == Val::Empty {
            env.insert(owner, Val::Unknown);
        }
        if env.fields.get(&(owner, names.clone())) == Some(&Val::Empty) {
            env.fields.insert((owner, names), Val::Unknown);
        }
    }

    /// Whether a value may be what became of the answer, and is no constant of the program's own.
    fn is_answer(&self, value: &Val) -> bool {
        match value {
            Val::Closed | Val::Lagged => true,
            Val::Ctor(name, of) => {
                is_std(name.as_str()) || Some(*name) == self.message || of.iter().any(|part| self.is_answer(part))
            }
            Val::Struct(_) => true,
            _ => false,
        }
    }

    fn leave(&mut self, span: Span) {
        if self.course.perhaps {
            self.course.leaves = None;
            self.course.perhaps = false;
        }
        self.course.leaves.get_or_insert(span);
    }

    fn panic(&mut self, span: Span) {
        self.course.panics.get_or_insert(span);
    }

    /// A function's result: of one that the answer was given to, or of one that waits for it.
    fn returns(&mut self, value: Val, span: Span, env: &Env) {
        if let Some(results) = &mut self.results {
            results.push(value);
            return;
        }
        if self.root.is_some() {
            self.leave(span);
            return;
        }
        let Some(call) = self.calls.last().copied() else {
            self.course.lost = true;
            return;
        };
        let mut caller = Run {
            calls: self.calls[..self.calls.len() - 1].to_vec(),
            course: std::mem::take(&mut self.course),
            depth: self.depth,
            fuel: self.fuel,
            message: self.message,
            ..Run::new(self.model, self.loop_at, call.body, self.wait)
        };
        let env = self.seen_from(&caller, call.expr, env);
        caller.up(call.expr, value, env);
        self.course = caller.course;
        self.fuel = caller.fuel;
    }

    /// What is known of fields of what a function was called with, in the names of its caller.
    fn seen_from(&self, caller: &Run<'_, '_, '_>, call: ExprId, env: &Env) -> Env {
        let mut seen = Env::default();
        for (index, &pat) in (0..).zip(&self.body.params) {
            let PatKind::Bind(param, None) = self.body.pat(pat) else { continue };
            let Some(arg) = self.model.program.argument(caller.here(call), index) else { continue };
            let arg = match caller.body.expr(arg.expr) {
                ExprKind::Ref(inner) => *inner,
                _ => arg.expr,
            };
            let Some((owner, way)) = field_way(caller.body, arg) else { continue };
            for ((_, names), value) in env.fields.iter().filter(|((of, _), _)| of == param) {
                seen.fields.insert((owner, way.iter().chain(names).copied().collect()), value.clone());
            }
        }
        seen
    }

    // ---- outwards: what is done with a value where it stands ----

    fn up(&mut self, expr: ExprId, value: Val, env: Env) {
        let Some(fuel) = self.fuel.checked_sub(1) else {
            self.course.lost = true;
            return;
        };
        self.fuel = fuel;
        if self.root == Some(expr) {
            return;
        }
        match self.model.program.uses(self.at).parent(expr) {
            Parent::Root => self.returns(value, self.body.span(expr), &env),
            Parent::Stmt(block, index) => self.rest(block, index as usize + 1, env),
            Parent::Let(block, index) => {
                let ExprKind::Block { stmts, .. } = self.body.expr(block) else { return };
                let Stmt::Let { pat, otherwise, .. } = &stmts[index as usize] else { return };
                if self.pending
                    && let PatKind::Bind(binding, None) = self.body.pat(*pat)
                {
                    self.wherever_awaited(*binding, &value, &env);
                    return;
                }
                let mut bound = env.clone();
                let fits = self.fits(*pat, &value, &mut bound);
                if fits != Fits::Yes
                    && let Some(otherwise) = otherwise
                {
                    let mut env = env;
                    self.eval(*otherwise, &mut env);
                }
                if fits != Fits::No || otherwise.is_none() {
                    self.rest(block, index as usize + 1, bound);
                }
            }
            Parent::LetElse(..) => {}
            Parent::Expr(parent) => self.operand(expr, parent, value, env),
        }
    }

    /// A future in a variable gives its value where the loop awaits it.
    fn wherever_awaited(&mut self, binding: BindingId, value: &Val, env: &Env) {
        let uses = self.model.program.uses(self.at);
        for &one in uses.of(binding) {
            let within = self.root.is_none_or(|root| self.body.span(root).contains(self.body.span(one)));
            let place = matches!(uses.parent_expr(one).map(|up| self.body.expr(up)), Some(ExprKind::Assign { place, .. }) if *place == one);
            if within && !place {
                self.pending = true;
                self.up(one, value.clone(), env.clone());
            }
        }
    }

    /// The statements of a block from one on, and what the block's value comes to.
    fn rest(&mut self, block: ExprId, from: usize, mut env: Env) {
        let ExprKind::Block { stmts, tail, label } = self.body.expr(block) else { return };
        let labelled = label.is_some();
        if labelled {
            self.inner.push((*label, false));
        }
        let value = self.statements(&stmts[from.min(stmts.len())..], *tail, &mut env);
        if labelled {
            self.inner.pop();
        }
        if let Some(value) = value {
            self.up(block, value, env);
        }
    }

    fn operand(&mut self, expr: ExprId, parent: ExprId, value: Val, mut env: Env) {
        let span = self.body.span(parent);
        if matches!(self.body.expr(parent), ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Join { .. }) {
            self.pending = false;
        }
        match self.body.expr(parent) {
            ExprKind::Await(_)
            | ExprKind::Ref(_)
            | ExprKind::Async { .. }
            | ExprKind::Cast(..)
            | ExprKind::Unary { op: UnaryOp::Deref, .. }
            | ExprKind::Macro { kind: MacroKind::Identity, .. } => {
                let value = self.opened(parent, value);
                self.up(parent, value, env);
            }
            ExprKind::Unary { op: UnaryOp::Not, .. } => {
                let value = if let Val::Bool(is) = value { Val::Bool(!is) } else { Val::Unknown };
                self.up(parent, value, env);
            }
            ExprKind::Try(_) => {
                if let Some(value) = self.tried(value, span, &env) {
                    self.up(parent, value, env);
                }
            }
            ExprKind::Let { pat, .. } => {
                let fits = self.fits(*pat, &value, &mut env);
                self.up(parent, truth(fits), env);
            }
            ExprKind::Match { value: matched, arms } if *matched == expr => {
                for (value, env) in self.arms(arms, &value, &env) {
                    self.up(parent, value, env);
                }
            }
            ExprKind::If { cond, then, otherwise } if *cond == expr => {
                self.branches(parent, value, *then, *otherwise, env);
            }
            ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } => self.up(parent, value, env),
            ExprKind::While { cond, body, .. } if *cond == expr => {
                let own = self.root == Some(parent);
                if value != Val::Bool(true) {
                    if own {
                        self.leave(self.body.span(*cond));
                    } else {
                        self.up(parent, unit(), env.clone());
                    }
                }
                if value != Val::Bool(false) {
                    if own {
                        if self.eval(*body, &mut env).is_some() {
                            self.round_again(&env);
                        }
                    } else {
                        self.course.lost = true;
                    }
                }
            }
            // `for message in receiver`
            ExprKind::For { pat, iter, body, .. } if *iter == expr && self.root == Some(parent) => match value {
                Val::Ctor(name, mut of) if matches!(name.as_str(), "Some" | "Ok") && of.len() == 1 => {
                    let message = of.remove(0);
                    self.fits(*pat, &message, &mut env);
                    if self.eval(*body, &mut env).is_some() {
                        self.course.again = true;
                    }
                }
                Val::Ctor(..) => self.leave(span),
                _ => self.course.lost = true,
            },
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => {
                if self.root == Some(parent) {
                    self.round_again(&env);
                } else {
                    self.course.lost = true;
                }
            }
            ExprKind::Return(_) => self.returns(value, span, &env),
            ExprKind::Break { label, .. } => self.breaks(*label, parent),
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } if *lhs == expr => match value {
                Val::Bool(false) => self.up(parent, Val::Bool(false), env),
                value => {
                    let right = self.eval(*rhs, &mut env);
                    let both = if value == Val::Bool(true) {
                        right
                    } else {
                        right.map(|right| if right == Val::Bool(false) { right } else { Val::Unknown })
                    };
                    if let Some(both) = both {
                        self.up(parent, both, env);
                    }
                }
            },
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } if *lhs == expr => match value {
                Val::Bool(true) => self.up(parent, Val::Bool(true), env),
                value => {
                    let right = self.eval(*rhs, &mut env);
                    let any = if value == Val::Bool(false) {
                        right
                    } else {
                        right.map(|right| if right == Val::Bool(true) { right } else { Val::Unknown })
                    };
                    if let Some(any) = any {
                        self.up(parent, any, env);
                    }
                }
            },
            // The left side let the right one decide.
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => self.up(parent, value, env),
            ExprKind::Binary { op: BinaryOp::Compare(asks), lhs, rhs } => {
                let (asks, other) = if *lhs == expr { (*asks, *rhs) } else { (asks.turned(), *lhs) };
                let value = self.compared(&value, asks, other);
                self.up(parent, value, env);
            }
            ExprKind::Assign { place, .. } if self.pending && matches!(self.body.expr(*place), ExprKind::Local(_)) => {
                if let ExprKind::Local(binding) = self.body.expr(*place) {
                    self.wherever_awaited(*binding, &value, &env);
                }
            }
            ExprKind::Assign { place, .. } => {
                self.assign(*place, value, &mut env);
                self.up(parent, unit(), env);
            }
            ExprKind::MethodCall { receiver, .. } if *receiver == expr => {
                if let Some(value) = self.method(parent, value, &mut env) {
                    self.up(parent, value, env);
                }
            }
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                if let Some(value) = self.given(parent, expr, value, &mut env) {
                    self.up(parent, value, env);
                }
            }
            ExprKind::Tuple(elems) => {
                let parts = elems.iter().map(|&elem| if elem == expr { value.clone() } else { Val::Unknown }).collect();
                self.up(parent, Val::Tuple(parts), env);
            }
            ExprKind::Select { branches, .. } => {
                if let Some(index) = branches.iter().position(|branch| branch.future == expr) {
                    let branch = &branches[index];
                    match self.fits(branch.pat, &value, &mut env) {
                        Fits::No => self.course.off = Some((self.here(parent), index)),
                        _ => {
                            self.course.taken.get_or_insert(self.body.span(branch.body));
                            if let Some(value) = self.eval(branch.body, &mut env) {
                                self.up(parent, value, env);
                            }
                        }
                    }
                } else if branches.iter().any(|branch| branch.guard == Some(expr)) {
                    self.course.lost = true;
                } else {
                    self.up(parent, value, env);
                }
            }
            ExprKind::Macro { kind: MacroKind::Borrows, .. } => self.up(parent, unit(), env),
            ExprKind::Macro { kind: MacroKind::Panics, .. } => self.panic(span),
            _ => {
                self.course.lost = true;
                self.up(parent, Val::Unknown, env);
            }
        }
    }

    /// `ready!(x)` takes the answer out of its `Poll`.
    fn opened(&self, parent: ExprId, value: Val) -> Val {
        match (self.body.expr(parent), value) {
            (ExprKind::Macro { path, .. }, Val::Ctor(name, mut of)) if path.last() == "ready" && name == "Ready" => {
                of.pop().unwrap_or(Val::Unknown)
            }
            (_, value) => value,
        }
    }

    fn branches(&mut self, parent: ExprId, cond: Val, then: ExprId, otherwise: Option<ExprId>, env: Env) {
        if cond != Val::Bool(false) {
            if cond != Val::Unknown {
                self.course.taken.get_or_insert(self.body.span(then));
            }
            let mut env = env.clone();
            if let Some(value) = self.eval(then, &mut env) {
                self.up(parent, value, env);
            }
        }
        if cond != Val::Bool(true) {
            if cond != Val::Unknown {
                self.course.taken.get_or_insert(self.body.span(otherwise.unwrap_or(parent)));
            }
            let mut env = env;
            let value = match otherwise {
                Some(otherwise) => self.eval(otherwise, &mut env),
                None => Some(unit()),
            };
            if let Some(value) = value {
                self.up(parent, value, env);
            }
        }
    }

    /// The arms that a value can come to, with what they give.
    fn arms(&mut self, arms: &[crate::ir::Arm], value: &Val, env: &Env) -> Vec<(Val, Env)> {
        let mut out = Vec::new();
        for arm in arms {
            let mut bound = env.clone();
            let fits = self.fits(arm.pat, value, &mut bound);
            if fits == Fits::No {
                continue;
            }
            let guard = match arm.guard {
                Some(guard) => self.eval(guard, &mut bound).unwrap_or(Val::Bool(false)),
                None => Val::Bool(true),
            };
            if guard == Val::Bool(false) {
                continue;
            }
            if *value != Val::Unknown {
                self.course.taken.get_or_insert(self.body.span(arm.body));
            }
            if let Some(value) = self.eval(arm.body, &mut bound) {
                out.push((value, bound));
            }
            if fits == Fits::Yes && guard == Val::Bool(true) {
                break;
            }
        }
        out
    }

    /// `x?`: the value of the rest, if there is one.
    fn tried(&mut self, value: Val, span: Span, env: &Env) -> Option<Val> {
        match &value {
            Val::Ctor(name, of) => match name.as_str() {
                "None" | "Err" | "Break" => {
                    self.returns(value.clone(), span, env);
                    None
                }
                "Some" | "Ok" | "Continue" => Some(of.first().cloned().unwrap_or(Val::Unknown)),
                // `Poll<Result<…>>`
                "Ready" => match of.first() {
                    Some(Val::Ctor(inner, _)) if *inner == "Err" => {
                        self.returns(of[0].clone(), span, env);
                        None
                    }
                    Some(Val::Ctor(inner, parts)) if *inner == "Ok" => Some(ctor("Ready", parts.clone())),
                    _ => Some(value),
                },
                _ => Some(Val::Unknown),
            },
            _ => Some(Val::Unknown),
        }
    }

    fn breaks(&mut self, label: Option<Name>, at: ExprId) {
        let span = self.body.span(at);
        let own = self.inner.iter().rev().any(|(inner, is_loop)| match label {
            Some(label) => *inner == Some(label),
            None => *is_loop,
        });
        if !own {
            if self.root.is_some() {
                self.leave(span);
            } else {
                self.course.lost = true;
            }
        }
    }

    /// The loop goes round, unless what has changed in this round ends it before it waits again.
    fn round_again(&mut self, env: &Env) {
        let Some(root) = self.root else { return };
        let before = self.course.clone();
        let (left, again) = match self.body.expr(root) {
            ExprKind::While { cond, .. } => {
                let stays = self.eval(*cond, &mut env.clone());
                let opens =
                    stays == Some(Val::Unknown) && self.eval(*cond, &mut env.flipped()) == Some(Val::Bool(true));
                (stays == Some(Val::Bool(false)) || opens, stays != Some(Val::Bool(false)))
            }
            ExprKind::Loop { body, .. } => {
                let ends = self.ends_before_wait(*body, env);
                (ends, !ends)
            }
            _ => (false, true),
        };
        let place = self.course.leaves;
        self.course = before;
        if left {
            let cond = match self.body.expr(root) {
                ExprKind::While { cond, .. } => Some(self.body.span(*cond)),
                _ => place,
            };
            self.leave(cond.unwrap_or(self.body.span(root)));
        }
        self.course.again |= again;
    }

    /// Whether the statements of a loop before its wait leave it whatever else holds.
    fn ends_before_wait(&mut self, body: ExprId, env: &Env) -> bool {
        let ExprKind::Block { stmts, .. } = self.body.expr(body) else { return false };
        let wait = self.body.span(self.wait);
        let mut env = env.clone();
        for stmt in stmts {
            let parts = match stmt {
                Stmt::Expr(expr) => [Some(*expr), None],
                Stmt::Let { init, otherwise, .. } => [*init, *otherwise],
            };
            if parts.iter().flatten().any(|&part| self.body.span(part).contains(wait)) {
                return false;
            }
            self.course.leaves = None;
            if self.statements(std::slice::from_ref(stmt), None, &mut env).is_none() {
                return self.course.leaves.is_some();
            }
        }
        false
    }

    fn continues(&mut self, label: Option<Name>, at: ExprId, env: &Env) {
        let own = self.inner.iter().rev().any(|(inner, is_loop)| match label {
            Some(label) => *inner == Some(label),
            None => *is_loop,
        });
        if own {
            return;
        }
        let Some(root) = self.root else {
            self.course.lost = true;
            return;
        };
        let outer = match self.body.expr(root) {
            ExprKind::Loop { label: of, .. } | ExprKind::While { label: of, .. } | ExprKind::For { label: of, .. } => {
                label.is_some() && *of != label
            }
            _ => false,
        };
        if outer {
            self.leave(self.body.span(at));
        } else {
            self.round_again(env);
            self.course.idle |= self.course.again && !self.course.waits && !self.course.changes;
        }
    }

    fn assign(&mut self, place: ExprId, value: Val, env: &mut Env) {
        match self.body.expr(place) {
            ExprKind::Local(binding) => {
                let local = self.body.binding(*binding);
                let inside = self.root.is_some_and(|root| {
                    let span = self.body.span(root);
                    local.lo >= span.lo && local.hi <= span.hi
                });
                self.course.changes |= !inside && self.root.is_some();
                env.insert(*binding, value);
            }
            ExprKind::Field { .. } => {
                self.course.changes = true;
                if let Some(way) = field_way(self.body, place) {
                    env.fields.insert(way, value);
                }
            }
            _ => self.course.changes = true,
        }
    }

    fn compared(&self, value: &Val, asks: Comparison, other: ExprId) -> Val {
        let equal = match asks {
            Comparison::Equal => true,
            Comparison::Unequal => false,
            order => return self.ordered(value, order, other),
        };
        let same = match (value, self.body.expr(other)) {
            (Val::Zero, ExprKind::Lit(Lit::Int(number))) => Some(*number == 0),
            (Val::Closed, ExprKind::Path(path)) => closed_by_name(path.last().as_str()),
            (Val::Lagged, ExprKind::Path(path)) => lagged_by_name(path.last().as_str()),
            (Val::Bool(is), ExprKind::Lit(Lit::Bool(other))) => Some(is == other),
            (Val::Ctor(name, of), ExprKind::Path(path)) if of.is_empty() => Some(*name == path.last()),
            (Val::Ctor(name, of), ExprKind::Call { callee, args }) => match self.body.expr(*callee) {
                ExprKind::Path(path) if path.last() != *name => Some(false),
                ExprKind::Path(_) => match (of.first(), args.first().map(|&arg| self.body.expr(arg))) {
                    (Some(Val::Closed), Some(ExprKind::Path(path))) => closed_by_name(path.last().as_str()),
                    (Some(Val::Lagged), Some(ExprKind::Path(path))) => lagged_by_name(path.last().as_str()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        same.map_or(Val::Unknown, |same| Val::Bool(same == equal))
    }

    /// `taken < 1`, `taken > 0`
    fn ordered(&self, value: &Val, asks: Comparison, other: ExprId) -> Val {
        let (Val::Zero, ExprKind::Lit(Lit::Int(number))) = (value, self.body.expr(other)) else { return Val::Unknown };
        match asks {
            Comparison::Less => Val::Bool(0 < *number),
            Comparison::AtMost => Val::Bool(true),
            Comparison::Greater => Val::Bool(false),
            Comparison::AtLeast => Val::Bool(*number == 0),
            Comparison::Equal | Comparison::Unequal => Val::Unknown,
        }
    }

    // ---- patterns ----

    fn fits(&self, pat: PatId, value: &Val, env: &mut Env) -> Fits {
        match self.body.pat(pat) {
            PatKind::Wild | PatKind::Rest => Fits::Yes,
            PatKind::Opaque => Fits::Perhaps,
            PatKind::Bind(binding, inner) => {
                known_fields(*binding, &[], value, env);
                env.insert(*binding, value.clone());
                inner.map_or(Fits::Yes, |inner| self.fits(inner, value, env))
            }
            PatKind::Or(pats) => {
                let mut best = Fits::No;
                for &pat in pats {
                    let mut bound = env.clone();
                    match self.fits(pat, value, &mut bound) {
                        Fits::Yes => {
                            *env = bound;
                            return Fits::Yes;
                        }
                        Fits::Perhaps => {
                            *env = bound;
                            best = Fits::Perhaps;
                        }
                        Fits::No => {}
                    }
                }
                best
            }
            PatKind::TupleStruct(path, pats) => match value {
                Val::Ctor(name, of) if *name == path.last() => self.fit_all(pats, of, env),
                Val::Ctor(..) => Fits::No,
                Val::Closed => named(closed_by_name(path.last().as_str())),
                Val::Lagged => named(lagged_by_name(path.last().as_str())),
                Val::Unknown => self.unknown_all(pats, env),
                _ => Fits::Perhaps,
            },
            PatKind::Struct(_, fields) if matches!(value, Val::Struct(_)) => {
                let Val::Struct(known) = value else { return Fits::Perhaps };
                let of =
                    |name: Name| known.iter().find(|(of, _)| *of == name).map_or(&Val::Unknown, |(_, value)| value);
                fields.iter().fold(Fits::Yes, |all, &(name, field)| all.and(self.fits(field, of(name), env)))
            }
            PatKind::Struct(path, fields) => {
                for &(_, field) in fields {
                    self.fits(field, &Val::Unknown, env);
                }
                let any = |&(_, field): &(Name, PatId)| {
                    matches!(self.body.pat(field), PatKind::Wild | PatKind::Bind(_, None))
                };
                match value {
                    Val::Ctor(name, _) if *name != path.last() => Fits::No,
                    Val::Ctor(..) if fields.iter().all(any) => Fits::Yes,
                    Val::Closed => named(closed_by_name(path.last().as_str())),
                    Val::Lagged => named(lagged_by_name(path.last().as_str())),
                    _ => Fits::Perhaps,
                }
            }
            PatKind::Path(path) => match value {
                Val::Ctor(name, of) if of.is_empty() || is_std(name.as_str()) || !is_constant(path.last()) => {
                    if *name == path.last() { Fits::Yes } else { Fits::No }
                }
                Val::Closed => named(closed_by_name(path.last().as_str())),
                Val::Lagged => named(lagged_by_name(path.last().as_str())),
                _ => Fits::Perhaps,
            },
            PatKind::Tuple(pats) => match value {
                Val::Tuple(of) => self.fit_all(pats, of, env),
                _ => self.unknown_all(pats, env),
            },
            PatKind::Slice(pats) => self.unknown_all(pats, env).and(Fits::Perhaps),
            PatKind::Lit(Lit::Bool(is)) => match value {
                Val::Bool(value) => truly(value == is),
                _ => Fits::Perhaps,
            },
            PatKind::Lit(is) => match value {
                Val::Zero => match is {
                    Lit::Int(number) => truly(*number == 0),
                    _ => Fits::Perhaps,
                },
                Val::Ctor(..) => Fits::No,
                _ => Fits::Perhaps,
            },
        }
    }

    fn fit_all(&self, pats: &[PatId], of: &[Val], env: &mut Env) -> Fits {
        let mut all = Fits::Yes;
        for (index, &pat) in pats.iter().enumerate() {
            if matches!(self.body.pat(pat), PatKind::Rest) {
                break;
            }
            all = all.and(self.fits(pat, of.get(index).unwrap_or(&Val::Unknown), env));
        }
        all
    }

    /// Something that is not known, taken apart: it may match, and what is bound is not known.
    fn unknown_all(&self, pats: &[PatId], env: &mut Env) -> Fits {
        for &pat in pats {
            self.fits(pat, &Val::Unknown, env);
        }
        Fits::Perhaps
    }

    // ---- inwards: what an expression gives; nothing where it does not come to an end ----

    fn statements(&mut self, stmts: &[Stmt], tail: Option<ExprId>, env: &mut Env) -> Option<Val> {
        for stmt in stmts {
            match stmt {
                Stmt::Expr(expr) => {
                    self.eval(*expr, env)?;
                }
                Stmt::Let { pat, init, otherwise, .. } => {
                    let value = match init {
                        Some(init) => self.eval(*init, env)?,
                        None => Val::Unknown,
                    };
                    let before = env.clone();
                    let fits = self.fits(*pat, &value, env);
                    if let Some(otherwise) = otherwise
                        && fits != Fits::Yes
                    {
                        let mut before = before;
                        self.eval(*otherwise, &mut before);
                        if fits == Fits::No {
                            return None;
                        }
                    }
                }
            }
        }
        match tail {
            Some(tail) => self.eval(tail, env),
            None => Some(unit()),
        }
    }

    fn eval(&mut self, expr: ExprId, env: &mut Env) -> Option<Val> {
        let Some(fuel) = self.fuel.checked_sub(1) else {
            self.course.lost = true;
            return None;
        };
        self.fuel = fuel;
        let span = self.body.span(expr);
        match self.body.expr(expr) {
            ExprKind::Lit(Lit::Bool(is)) => Some(Val::Bool(*is)),
            ExprKind::Lit(Lit::Int(0)) => Some(Val::Zero),
            ExprKind::Local(binding) => Some(env.get(*binding)),
            ExprKind::Field { base, .. } => {
                match field_way(self.body, expr).and_then(|way| env.fields.get(&way).cloned()) {
                    Some(value) => Some(value),
                    None => self.eval(*base, env).map(|_| Val::Unknown),
                }
            }
            ExprKind::Path(path) => Some(self.named_value(expr, path.last())),
            ExprKind::Ref(inner)
            | ExprKind::Cast(inner, _)
            | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => self.eval(*inner, env),
            ExprKind::Await(inner) => {
                let value = self.eval(*inner, env)?;
                self.course.waits |= !self.followed.contains(inner);
                Some(value)
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => Some(match self.eval(*operand, env)? {
                Val::Bool(is) => Val::Bool(!is),
                _ => Val::Unknown,
            }),
            ExprKind::Try(inner) => {
                let value = self.eval(*inner, env)?;
                match &value {
                    Val::Unknown => {
                        // It may fail.
                        self.returns_perhaps(span, env);
                        Some(Val::Unknown)
                    }
                    _ => self.tried(value, span, env),
                }
            }
            ExprKind::Let { pat, value } => {
                let value = self.eval(*value, env)?;
                Some(truth(self.fits(*pat, &value, env)))
            }
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } => match self.eval(*lhs, env)? {
                Val::Bool(false) => Some(Val::Bool(false)),
                Val::Bool(true) => self.eval(*rhs, env),
                _ => Some(match self.eval(*rhs, env)? {
                    Val::Bool(false) => Val::Bool(false),
                    _ => Val::Unknown,
                }),
            },
            ExprKind::Binary { op: BinaryOp::Or, lhs, rhs } => match self.eval(*lhs, env)? {
                Val::Bool(true) => Some(Val::Bool(true)),
                Val::Bool(false) => self.eval(*rhs, env),
                _ => Some(match self.eval(*rhs, env)? {
                    Val::Bool(true) => Val::Bool(true),
                    _ => Val::Unknown,
                }),
            },
            ExprKind::Binary { op, lhs, rhs } => {
                let (left, right) = (self.eval(*lhs, env)?, self.eval(*rhs, env)?);
                Some(match op {
                    BinaryOp::Compare(asks) if left != Val::Unknown => self.compared(&left, *asks, *rhs),
                    BinaryOp::Compare(asks) if right != Val::Unknown => self.compared(&right, asks.turned(), *lhs),
                    _ => Val::Unknown,
                })
            }
            ExprKind::If { cond, then, otherwise } => {
                let mut no = env.clone();
                let of_answer = self.body.any(*cond, |part| matches!(self.body.expr(part), ExprKind::Local(binding) if env.get(*binding) != Val::Unknown));
                let told = !of_answer
                    && (is_told_elsewhere(self.model, self.at, *cond)
                        || self.root.is_some() && is_end_of_other(self.model, self.here(*cond), self.wait));
                let cond = self.eval(*cond, env)?;
                let before = self.course.leaves;
                let yes = if cond == Val::Bool(false) { None } else { self.eval(*then, env) };
                let other = match (&cond, otherwise) {
                    (Val::Bool(true), _) => None,
                    (_, Some(otherwise)) => self.eval(*otherwise, &mut no),
                    (_, None) => Some(unit()),
                };
                // Whether it is left then has nothing to do with the answer.
                if told && cond == Val::Unknown && self.course.leaves != before {
                    self.course.told = self.course.told.or(self.course.leaves);
                    self.course.leaves = before;
                }
                self.join(yes, other, env, no)
            }
            ExprKind::Match { value, arms } => {
                let value = self.eval(*value, env)?;
                let mut joined: Option<(Val, Env)> = None;
                for (value, bound) in self.arms(arms, &value, env) {
                    joined = Some(match joined {
                        None => (value, bound),
                        Some((before, mut kept)) => {
                            let both = self.join(Some(before), Some(value), &mut kept, bound);
                            (both.unwrap_or(Val::Unknown), kept)
                        }
                    });
                }
                let (value, bound) = joined?;
                *env = bound;
                Some(value)
            }
            ExprKind::Block { stmts, tail, label } => {
                if label.is_some() {
                    self.inner.push((*label, false));
                }
                let value = self.statements(stmts, *tail, env);
                if label.is_some() {
                    self.inner.pop();
                    // A `break` may have led to its end.
                    return Some(value.unwrap_or(Val::Unknown));
                }
                value
            }
            ExprKind::Loop { label, body } => {
                self.inner.push((*label, true));
                self.eval(*body, &mut env.clone());
                self.inner.pop();
                env.forget_empty();
                Some(Val::Unknown)
            }
            ExprKind::While { label, cond, body } => {
                let mut inside = env.clone();
                let cond = self.eval(*cond, &mut inside)?;
                if cond != Val::Bool(false) {
                    self.inner.push((*label, true));
                    self.eval(*body, &mut inside);
                    self.inner.pop();
                    env.forget_empty();
                }
                Some(unit())
            }
            ExprKind::For { label, iter, body, .. } => {
                if self.eval(*iter, env)? == Val::Empty {
                    return Some(unit());
                }
                self.inner.push((*label, true));
                self.eval(*body, &mut env.clone());
                self.inner.pop();
                env.forget_empty();
                Some(unit())
            }
            ExprKind::Break { label, value } => {
                if let Some(value) = value {
                    self.eval(*value, env)?;
                }
                self.breaks(*label, expr);
                None
            }
            ExprKind::Continue { label } => {
                self.continues(*label, expr, env);
                None
            }
            ExprKind::Return(value) => {
                let value = match value {
                    Some(value) => self.eval(*value, env)?,
                    None => unit(),
                };
                if self.results.is_some() {
                    match &mut self.leaves_with {
                        Some(before) => before.meet(env),
                        None => self.leaves_with = Some(env.clone()),
                    }
                }
                self.returns(value, span, env);
                None
            }
            ExprKind::Macro { kind, args, .. } => {
                let mut values = Vec::new();
                for &arg in args {
                    values.push(self.eval(arg, env)?);
                }
                match kind {
                    MacroKind::Panics => {
                        self.panic(span);
                        None
                    }
                    MacroKind::Identity => {
                        let value = values.pop().unwrap_or(Val::Unknown);
                        Some(self.opened(expr, value))
                    }
                    _ => Some(Val::Unknown),
                }
            }
            ExprKind::Assign { place, value, compound } => {
                let value = self.eval(*value, env)?;
                self.assign(*place, if *compound { Val::Unknown } else { value }, env);
                Some(unit())
            }
            ExprKind::AssignPat { value, .. } => {
                self.eval(*value, env)?;
                self.course.changes = true;
                Some(unit())
            }
            ExprKind::MethodCall { receiver, args, .. } => {
                let value = self.eval(*receiver, env)?;
                let mut values = Vec::new();
                for &arg in args {
                    values.push(self.eval(arg, env)?);
                }
                if let Some(value) = self.of_closed(expr, *receiver) {
                    return Some(value);
                }
                if let Some(value) = self.of_atomic(expr, values.first(), env) {
                    return Some(value);
                }
                let of_answer = self.is_answer(&value) || values.iter().any(|value| self.is_answer(value));
                self.effects(expr, of_answer);
                // `queue.take()`: the next round finds none.
                self.course.changes |= matches!(self.body.expr(expr), ExprKind::MethodCall { name, .. } if *name == "take")
                    && field_way(self.body, *receiver).is_some();
                for &arg in args {
                    self.may_fill(arg, env);
                }
                if !of_answer && let Some(value) = self.of_state(expr, value.clone(), &values, env) {
                    return Some(value);
                }
                if value == Val::Empty {
                    let given = self.method(expr, value, env)?;
                    if given == Val::Unknown {
                        self.may_fill(*receiver, env);
                    }
                    return Some(given);
                }
                if value != Val::Unknown {
                    return self.method(expr, value, env);
                }
                match values.iter().position(|value| self.is_answer(value)) {
                    Some(index) => self.given(expr, args[index], values[index].clone(), env),
                    None => self.exits(expr).then_some(Val::Unknown),
                }
            }
            ExprKind::Call { callee, args } => {
                let mut values = Vec::new();
                for &arg in args {
                    values.push(self.eval(arg, env)?);
                }
                if args.is_empty() && self.is_default(*callee) {
                    return Some(self.default_of(expr));
                }
                let of_answer = values.iter().any(|value| self.is_answer(value));
                self.effects(expr, of_answer);
                for &arg in args {
                    self.may_fill(arg, env);
                }
                if !self.exits(expr) {
                    return None;
                }
                match (self.model.program.callee(self.here(expr)), self.body.expr(*callee)) {
                    (Callee::Wrap | Callee::Ctor(_), ExprKind::Path(path)) => Some(Val::Ctor(path.last(), values)),
                    (Callee::Api(_) | Callee::Foreign(_), ExprKind::Path(path)) if is_std(path.last().as_str()) => {
                        Some(Val::Ctor(path.last(), values))
                    }
                    _ => match values.iter().position(|value| self.is_answer(value)) {
                        Some(index) => self.given(expr, args[index], values[index].clone(), env),
                        None => Some(Val::Unknown),
                    },
                }
            }
            ExprKind::Array { elems, .. } if elems.is_empty() => Some(Val::Empty),
            ExprKind::Tuple(elems) => {
                let mut values = Vec::new();
                for &elem in elems {
                    values.push(self.eval(elem, env)?);
                }
                Some(Val::Tuple(values))
            }
            // Runs when somebody else lets it run.
            ExprKind::Closure { .. } | ExprKind::Async { .. } => Some(Val::Unknown),
            ExprKind::Select { .. } | ExprKind::Join { .. } => {
                self.course.waits = true;
                self.parts(expr, env);
                Some(Val::Unknown)
            }
            _ => {
                self.parts(expr, env);
                Some(Val::Unknown)
            }
        }
    }

    /// Everything in an expression, each in its own right.
    fn parts(&mut self, expr: ExprId, env: &Env) {
        let mut children = Vec::new();
        self.body.expr(expr).children(|child| children.push(child));
        for child in children {
            self.eval(child, &mut env.clone());
        }
    }

    fn join(&mut self, one: Option<Val>, other: Option<Val>, env: &mut Env, second: Env) -> Option<Val> {
        match (one, other) {
            (None, None) => None,
            (Some(one), None) => Some(one),
            (None, Some(other)) => {
                *env = second;
                Some(other)
            }
            (Some(one), Some(other)) => {
                env.meet(&second);
                Some(if one == other { one } else { Val::Unknown })
            }
        }
    }

    /// `?` of something that is not known.
    fn returns_perhaps(&mut self, span: Span, env: &Env) {
        if let Some(results) = &mut self.results {
            results.push(ctor("Err", vec![Val::Unknown]));
        } else if self.root.is_some() {
            if self.course.leaves.is_none() {
                self.course.leaves = Some(span);
                self.course.perhaps = true;
            }
        } else {
            self.returns(ctor("Err", vec![Val::Unknown]), span, env);
        }
    }

    fn named_value(&self, expr: ExprId, name: Name) -> Val {
        let upper = name.as_str().starts_with(|first: char| first.is_ascii_uppercase());
        let constant =
            name.as_str().chars().all(|part| part.is_ascii_uppercase() || part == '_' || part.is_ascii_digit());
        let is_static = matches!(self.model.program.types(self.at).expr(expr), crate::resolve::Ty::Unknown) && constant;
        if upper && !is_static && !(constant && name.len() > 1) { Val::Ctor(name, Vec::new()) } else { Val::Unknown }
    }

    /// Whether the code behind a call runs: it does not leave the process.
    fn exits(&mut self, call: ExprId) -> bool {
        let program = self.model.program;
        let ends = program.called_api(self.here(call)).is_some_and(|row| row.verb == Verb::Exit);
        if ends {
            self.leave(self.body.span(call));
        }
        !ends
    }

    /// `Vec::new`, `Default::default`
    fn is_default(&self, callee: ExprId) -> bool {
        let ExprKind::Path(path) = self.body.expr(callee) else { return false };
        let names: Vec<_> = path.segments.iter().map(|segment| segment.name.as_str()).collect();
        matches!(
            names[..],
            [.., "default"] | [.., "Vec" | "VecDeque" | "String" | "HashMap" | "BTreeMap" | "HashSet", "new"]
        )
    }

    /// What a type has where nobody says more.
    fn default_of(&self, expr: ExprId) -> Val {
        match self.model.program.types(self.at).expr(expr) {
            Ty::Prim(name) if *name == "bool" => Val::Bool(false),
            Ty::Prim(name) if *name == "str" => Val::Empty,
            Ty::Prim(_) => Val::Zero,
            ty if self.model.program.role(ty) == Some(Role::Option) => ctor("None", Vec::new()),
            _ => Val::Empty,
        }
    }

    /// What a call does beside giving a value.
    fn effects(&mut self, call: ExprId, of_answer: bool) {
        let program = self.model.program;
        let at = self.here(call);
        self.course.waits |= is_sleep(program, at);
        self.course.changes |= match program.callee(at) {
            // What a function does with this answer is seen on the way through it.
            Callee::Fn(function) if of_answer && self.depth < DEPTH && program.defs.fns[*function].body.is_some() => {
                false
            }
            Callee::Fn(function) => assigns(program, *function),
            Callee::Api(api) => program.apis.row(*api).verb == Verb::Cancel,
            _ => false,
        };
    }

    /// A method of the answer, or of what was made of it.
    fn method(&mut self, call: ExprId, value: Val, env: &mut Env) -> Option<Val> {
        let ExprKind::MethodCall { name, args, .. } = self.body.expr(call) else { return Some(Val::Unknown) };
        let span = self.body.span(call);
        let kind = match &value {
            Val::Ctor(name, _) => name.as_str(),
            _ => "",
        };
        let inner = || match &value {
            Val::Ctor(_, of) => of.first().cloned().unwrap_or(Val::Unknown),
            _ => Val::Unknown,
        };
        let is = |names: &[&str]| {
            if kind.is_empty() { Val::Unknown } else { Val::Bool(names.contains(&kind)) }
        };
        let bad = matches!(kind, "None" | "Err");
        let good = matches!(kind, "Some" | "Ok");
        Some(match name.as_str() {
            // `rx.next().poll_unpin(cx)`
            "poll" | "poll_unpin" if self.pending => {
                self.pending = false;
                ctor("Ready", vec![value])
            }
            "is_none" => is(&["None"]),
            "is_some" => is(&["Some"]),
            "is_ok" => is(&["Ok"]),
            "is_err" => is(&["Err"]),
            "is_break" => is(&["Break"]),
            "is_continue" => is(&["Continue"]),
            "is_ready" => is(&["Ready"]),
            "is_pending" => is(&["Pending"]),
            "unwrap" | "expect" if bad => {
                self.panic(span);
                return None;
            }
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" if good => inner(),
            "unwrap_or_default" if bad => self.default_of(call),
            "is_some_and" | "is_ok_and" if bad => Val::Bool(false),
            "is_none_or" if bad => Val::Bool(true),
            "is_empty" if value == Val::Empty => Val::Bool(true),
            "len" | "count" if value == Val::Empty => Val::Zero,
            "pop" | "pop_front" | "pop_back" | "first" | "last" | "get" | "next" if value == Val::Empty => {
                ctor("None", Vec::new())
            }
            "drain" | "iter" | "iter_mut" | "into_iter" | "split_off" | "chunks" | "rev" | "enumerate"
                if value == Val::Empty =>
            {
                Val::Empty
            }
            "unwrap_or" | "map_or" if bad => match args.first() {
                Some(&first) => self.eval(first, env)?,
                None => Val::Unknown,
            },
            "unwrap_or_else" | "map_or_else" if bad => match args.first().map(|&arg| self.body.expr(arg)) {
                Some(ExprKind::Closure { body, .. }) => self.eval_closure(*body, env)?,
                _ => Val::Unknown,
            },
            "ok" if kind == "Err" => ctor("None", Vec::new()),
            "ok" if kind == "Ok" => ctor("Some", vec![inner()]),
            "err" if kind == "Err" => ctor("Some", vec![inner()]),
            "err" if kind == "Ok" => ctor("None", Vec::new()),
            "ok_or" | "ok_or_else" | "context" | "with_context" | "wrap_err" | "wrap_err_with" | "change_context"
                if bad =>
            {
                ctor("Err", vec![Val::Unknown])
            }
            "ok_or" | "ok_or_else" | "context" | "with_context" | "wrap_err" | "wrap_err_with" if good => {
                ctor("Ok", vec![inner()])
            }
            "map_err" if kind == "Err" => ctor("Err", vec![Val::Unknown]),
            "map" | "and_then" | "map_ok" | "filter" if bad => value,
            "map" if good => ctor(kind, vec![Val::Unknown]),
            "map_err" | "inspect" | "inspect_err" | "map_ok" => value,
            "flatten" if kind == "None" || kind == "Err" => value,
            "flatten" if good => inner(),
            "transpose" if kind == "None" => ctor("Ok", vec![value]),
            "transpose" => transposed(value),
            "now_or_never" => ctor("Some", vec![value]),
            "catch_unwind" | "timeout" => ctor("Ok", vec![value]),
            "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "cloned" | "copied" | "clone" | "into" | "boxed"
            | "boxed_local" | "fuse" | "instrument" | "in_current_span" | "by_ref" | "to_owned" | "take" => value,
            _ => match self.model.program.callee(self.here(call)) {
                Callee::Fn(function) => {
                    let function = *function;
                    self.through_function(function, 0, value).0?
                }
                _ => {
                    self.course.lost |= !matches!(value, Val::Unknown | Val::Bool(_) | Val::Zero | Val::Empty);
                    Val::Unknown
                }
            },
        })
    }

    /// The code of a closure that runs at once: what it returns is its value.
    fn eval_closure(&mut self, body: ExprId, env: &Env) -> Option<Val> {
        let before = self.results.replace(Vec::new());
        let inner = std::mem::take(&mut self.inner);
        let value = self.eval(body, &mut env.clone());
        self.inner = inner;
        let returned = std::mem::replace(&mut self.results, before).unwrap_or_default();
        one_of(returned.into_iter().chain(value))
    }

    /// What a call gives that the answer is given to.
    fn given(&mut self, call: ExprId, arg: ExprId, value: Val, env: &mut Env) -> Option<Val> {
        let program = self.model.program;
        let (args, shift): (&[ExprId], u32) = match self.body.expr(call) {
            ExprKind::Call { args, .. } => (args, 0),
            ExprKind::MethodCall { args, .. } => (args, 1),
            _ => return Some(Val::Unknown),
        };
        let Some(position) = args.iter().position(|&one| one == arg) else { return Some(Val::Unknown) };
        match program.callee(self.here(call)) {
            Callee::Wrap | Callee::Ctor(_) => {
                let ExprKind::Call { callee, .. } = self.body.expr(call) else { return Some(Val::Unknown) };
                let ExprKind::Path(path) = self.body.expr(*callee) else { return Some(Val::Unknown) };
                let of = (0..args.len()).map(|index| if index == position { value.clone() } else { Val::Unknown });
                Some(Val::Ctor(path.last(), of.collect()))
            }
            Callee::Api(api) => {
                let row = program.apis.row(*api);
                Some(match (row.verb, row.name.as_str()) {
                    (Verb::Timeout, _) => ctor("Ok", vec![value]),
                    (_, "select" | "try_select") => {
                        ctor(if position == 0 { "Left" } else { "Right" }, vec![Val::Tuple(vec![value, Val::Unknown])])
                    }
                    (Verb::Pass | Verb::Wrap, _) if args.len() == 1 => value,
                    (Verb::Drop, _) => unit(),
                    (verb, _) => {
                        let is_answer = self.is_answer(&value);
                        self.course.lost |= is_answer;
                        self.course.sent_on |= is_answer && verb == Verb::Send && says_end(&value);
                        Val::Unknown
                    }
                })
            }
            Callee::Fn(function) => {
                let function = *function;
                let index = position as u32 + shift * u32::from(program.defs.fns[function].item.receiver.is_some());
                if self.is_answer(&value) && self.depth < DEPTH && program.defs.fns[function].body.is_some() {
                    self.followed.insert(call);
                }
                let (value, fields) = self.through_function(function, index, value);
                if let ExprKind::MethodCall { receiver, .. } = self.body.expr(call)
                    && let Some((owner, way)) = field_way(self.body, *receiver)
                {
                    let whole = |names: Vec<Name>| (owner, way.iter().copied().chain(names).collect());
                    env.fields.extend(fields.into_iter().map(|(names, value)| (whole(names), value)));
                }
                value
            }
            _ => {
                self.course.lost |= self.is_answer(&value);
                Some(Val::Unknown)
            }
        }
    }

    /// The way through a function that this one calls.
    fn inside(&self, inner: BodyRef) -> Self {
        Run {
            root: None,
            results: Some(Vec::new()),
            depth: self.depth + 1,
            fuel: self.fuel,
            message: self.message,
            ..Run::new(self.model, self.loop_at, inner, self.wait)
        }
    }

    /// What a function has put into fields of `self` when it ends.
    fn fields_at_end(&mut self, function: FnId, last: Option<&Val>, env: Env) -> Vec<(Vec<Name>, Val)> {
        let ended = match (self.leaves_with.take(), last) {
            (Some(mut before), Some(_)) => {
                before.meet(&env);
                before
            }
            (Some(before), None) => before,
            (None, _) => env,
        };
        let this = self.body.params.first();
        let this = this.filter(|_| self.model.program.defs.fns[function].item.receiver.is_some());
        match this.map(|&this| self.body.pat(this)) {
            Some(PatKind::Bind(this, _)) => {
                let own = ended.fields.into_iter().filter(|((of, _), _)| of == this);
                own.map(|((_, names), value)| (names, value)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `over.store(true, …)`, and what `over.load(…)` gives then.
    fn of_atomic(&self, call: ExprId, given: Option<&Val>, env: &mut Env) -> Option<Val> {
        let ExprKind::MethodCall { receiver, name, .. } = self.body.expr(call) else { return None };
        let program = self.model.program;
        let stores = match name.as_str() {
            "store" => true,
            "load" => false,
            _ => return None,
        };
        if program.role(&program.peel(program.types(self.at).expr(*receiver))) != Some(Role::Atomic) {
            return None;
        }
        let way = field_way(self.body, *receiver)?;
        if !stores {
            return env.atomics.get(&way).cloned();
        }
        match given {
            Some(value @ Val::Bool(_)) => env.atomics.insert(way, value.clone()),
            _ => env.atomics.remove(&way),
        };
        Some(unit())
    }

    /// A method of a value whose state is known, or that is told one: `self.set(State::Off)`, `self.state.is_on()`.
    /// Nothing of it is about the answer.
    fn of_state(&mut self, call: ExprId, this: Val, values: &[Val], env: &mut Env) -> Option<Val> {
        let ExprKind::MethodCall { receiver, .. } = self.body.expr(call) else { return None };
        let program = self.model.program;
        let Callee::Fn(function) = program.callee(self.here(call)) else { return None };
        let function = *function;
        let item = &program.defs.fns[function];
        let inner = item.body.filter(|_| !item.item.is_async && self.depth < DEPTH)?;
        let way = field_way(self.body, *receiver);
        let own: Vec<(Vec<Name>, Val)> = match &way {
            Some((owner, names)) => {
                let below =
                    |(of, at): &(BindingId, Vec<Name>)| of == owner && at.len() > names.len() && at.starts_with(names);
                let known = env.fields.iter().filter(|(at, _)| below(at));
                known.map(|((_, at), value)| (at[names.len()..].to_vec(), value.clone())).collect()
            }
            None => Vec::new(),
        };
        let tells = |value: &Val| matches!(value, Val::Bool(_)) || matches!(value, Val::Ctor(_, of) if of.is_empty());
        if own.is_empty() && !tells(&this) && !values.iter().any(tells) {
            return None;
        }
        let mut run = self.inside(inner);
        let mut bound = Env::default();
        let params = &run.body.params;
        if let Some(PatKind::Bind(this, _)) = params.first().map(|&pat| run.body.pat(pat)) {
            bound.fields.extend(own.into_iter().map(|(names, value)| ((*this, names), value)));
        }
        for (&pat, value) in params.iter().zip(std::iter::once(&this).chain(values)) {
            if tells(value) {
                run.fits(pat, value, &mut bound);
            }
        }
        let last = run.eval(run.body.root, &mut bound);
        let returned = run.results.take().unwrap_or_default();
        let fields = run.fields_at_end(function, last.as_ref(), bound);
        self.fuel = run.fuel;
        if run.course.lost {
            return None;
        }
        if let Some((owner, names)) = way {
            let whole = |at: Vec<Name>| (owner, names.iter().copied().chain(at).collect());
            env.fields.extend(fields.into_iter().map(|(at, value)| (whole(at), value)));
        }
        one_of(returned.into_iter().chain(last))
    }

    /// What a function of the workspace gives, of which one parameter is known; and what it has put into fields of `self`.
    fn through_function(&mut self, function: FnId, index: u32, value: Val) -> (Option<Val>, Vec<(Vec<Name>, Val)>) {
        let program = self.model.program;
        let known = self.is_answer(&value);
        let inner = program.defs.fns[function].body.filter(|_| known && self.depth < DEPTH);
        let Some(inner) = inner else {
            self.course.lost |= known;
            return (Some(Val::Unknown), Vec::new());
        };
        let body = program.body(inner);
        let Some(&pat) = body.params.get(index as usize) else { return (Some(Val::Unknown), Vec::new()) };
        let mut run = self.inside(inner);
        let mut env = Env::default();
        run.fits(pat, &value, &mut env);
        let last = run.eval(body.root, &mut env);
        let returned = run.results.take().unwrap_or_default();
        let fields = run.fields_at_end(function, last.as_ref(), env);
        self.fuel = run.fuel;
        self.course.waits |= run.course.waits;
        self.course.changes |= run.course.changes;
        self.course.lost |= run.course.lost;
        self.course.sent_on |= run.course.sent_on;
        if let Some(span) = run.course.panics {
            self.panic(span);
        }
        if let Some(span) = run.course.leaves {
            self.leave(span);
        }
        (one_of(returned.into_iter().chain(last)), fields)
    }
}

/// Whether a value says that a channel is closed, or has something in it that does: `Event::North(None)`.
fn says_end(value: &Val) -> bool {
    match value {
        Val::Closed => true,
        Val::Ctor(name, of) => *name == "None" || of.iter().any(says_end),
        Val::Tuple(of) => of.iter().any(says_end),
        Val::Struct(fields) => fields.iter().any(|(_, part)| says_end(part)),
        _ => false,
    }
}

/// `stream.poll_next(cx)`, `Stream::poll_next(stream, cx)`: the answer is inside a `Poll`.
pub(super) fn polls(body: &Body, call: ExprId) -> bool {
    let name = match body.expr(call) {
        ExprKind::MethodCall { name, .. } => *name,
        ExprKind::Call { callee, .. } => match body.expr(*callee) {
            ExprKind::Path(path) => path.last(),
            _ => return false,
        },
        _ => return false,
    };
    name.as_str().starts_with("poll_") && name != "poll_fn" || name.as_str().starts_with("try_poll_")
}

/// The value that all are, if there is any.
fn one_of(values: impl Iterator<Item = Val>) -> Option<Val> {
    values.reduce(|one, other| if one == other { one } else { Val::Unknown })
}

/// Whether a condition asks for something that the end of a channel does not change: what others do meanwhile (a flag,
/// a task that may be finished), the clock, or the loop's own plain state.
pub(super) fn is_told_elsewhere(model: &Model<'_, '_>, at: BodyRef, cond: ExprId) -> bool {
    let program = model.program;
    let (body, types) = (program.body(at), program.types(at));
    let told = body.any(cond, |expr| {
        let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return false };
        match name.as_str() {
            "load" => {
                let ty = program.peel(types.expr(*receiver));
                ty.api_path().is_some_and(|path| path.as_str().starts_with("std::sync::atomic::"))
            }
            "is_finished" | "elapsed" => matches!(program.callee(ExprRef { body: at, expr }), Callee::Api(_)),
            _ => false,
        }
    });
    // `if self.quits { … }`, `if count > 100 { … }`
    let is_state = |expr: ExprId| match body.expr(expr) {
        ExprKind::Local(_) | ExprKind::Field { .. } => {
            field_way(body, expr).is_some() && matches!(types.expr(expr), Ty::Prim(_))
        }
        _ => false,
    };
    let mut expr = cond;
    while let ExprKind::Unary { operand: inner, .. } = body.expr(expr) {
        expr = *inner;
    }
    told || is_state(expr)
        || matches!(body.expr(expr), ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs }
            if is_state(*lhs) && matches!(body.expr(*rhs), ExprKind::Lit(_) | ExprKind::Path(_)))
}

/// Whether a condition asks for the end of another channel than that which the loop waits for: `if out.is_closed() {`.
pub(super) fn is_end_of_other(model: &Model<'_, '_>, cond: ExprRef, wait: ExprId) -> bool {
    let program = model.program;
    let body = program.body(cond.body);
    let receives = program.called_api(ExprRef { expr: wait, ..cond }).is_some_and(|row| row.verb == Verb::Receive);
    let (ExprKind::MethodCall { receiver, name, .. }, ExprKind::MethodCall { receiver: own, .. }) =
        (body.expr(cond.expr), body.expr(wait))
    else {
        return false;
    };
    let role = program.role(&program.peel(program.types(cond.body).expr(*receiver)));
    receives
        && matches!(name.as_str(), "is_closed" | "is_canceled" | "is_disconnected")
        && matches!(role, Some(Role::Sender | Role::Receiver))
        && !super::cleanup::same_place(body, *receiver, *own)
}

fn truly(is: bool) -> Fits {
    if is { Fits::Yes } else { Fits::No }
}

fn truth(fits: Fits) -> Val {
    match fits {
        Fits::Yes => Val::Bool(true),
        Fits::No => Val::Bool(false),
        Fits::Perhaps => Val::Unknown,
    }
}

fn named(is: Option<bool>) -> Fits {
    match is {
        Some(true) => Fits::Yes,
        Some(false) => Fits::No,
        None => Fits::Perhaps,
    }
}

/// A `Result` of an `Option` as an `Option` of a `Result`, and the other way round.
fn transposed(value: Val) -> Val {
    let Val::Ctor(outer, mut of) = value else { return Val::Unknown };
    let inner = of.pop().unwrap_or(Val::Unknown);
    match (outer.as_str(), inner) {
        ("Err", error) => ctor("Some", vec![ctor("Err", vec![error])]),
        ("Ok", Val::Ctor(inner, of)) if inner == "Some" => ctor("Some", vec![ctor("Ok", of)]),
        ("Ok", Val::Ctor(inner, _)) if inner == "None" => ctor("None", Vec::new()),
        ("Some", Val::Ctor(inner, of)) if inner == "Ok" => ctor("Ok", vec![ctor("Some", of)]),
        ("Some", Val::Ctor(inner, of)) if inner == "Err" => ctor("Err", of),
        _ => Val::Unknown,
    }
}

/// Constructors of the standard library, which mean the same everywhere.
fn is_std(name: &str) -> bool {
    matches!(name, "Some" | "None" | "Ok" | "Err" | "Ready" | "Pending" | "Left" | "Right" | "Break" | "Continue")
}

/// Whether the error of a closed channel has this name.
fn closed_by_name(name: &str) -> Option<bool> {
    match name {
        "Closed" | "Disconnected" | "RecvError" | "Canceled" | "ChannelClosed" => Some(true),
        "Lagged" | "Overflowed" | "Empty" | "Timeout" | "TimedOut" | "Full" | "Elapsed" => Some(false),
        _ => None,
    }
}

/// Whether the error that tells of lost messages has this name.
fn lagged_by_name(name: &str) -> Option<bool> {
    match name {
        "Lagged" | "Overflowed" => Some(true),
        "Closed" | "Disconnected" | "Empty" | "Timeout" | "Full" => Some(false),
        _ => None,
    }
}
