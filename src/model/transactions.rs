//! Transactions: what is written in them, also by functions of the workspace that are lent one, and what ends them.

use super::{Held, Mode, Model, Taken, Waiter};
use crate::apis::Deed;
use crate::flow::{BindSource, Parent, Place};
use crate::ir::{BindingId, ExprId, ExprKind, Lit, MacroKind, PatKind, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, Namespace, Ty};
use crate::source::Span;

/// A transaction that nothing ends.
#[derive(Clone, Copy, Debug)]
pub struct OpenEnd {
    /// The call that starts it.
    pub span: Span,
    /// What changes something in it.
    pub change: Option<Written>,
}

/// A statement that changes something.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Its text, or the call.
    pub span: Span,
    /// The call of the function that it is in, if that is another one.
    pub by: Option<Span>,
}

/// Functions that a transaction is lent through.
const FAR: u8 = 3;

impl Model<'_, '_> {
    /// Transactions that nothing ends, and that nobody else is given, in order of the text.
    pub fn open_transactions(&self) -> Vec<OpenEnd> {
        let begun = self.held_locks().iter().filter(|held| self.does(held.taken.at, Deed::Begin));
        let on = self.calls_that(Deed::BeginOn);
        let holds = |path| self.program.apis.deed(path).is_some_and(|deed| deed.does == Deed::Hold);
        let is_transaction = |ty: &Ty| ty.api_path().is_some_and(holds);
        let given = self.calls_that(Deed::Begin).into_iter().chain(on.iter().copied());
        let given: Vec<ExprRef> = given.flat_map(|at| self.callers_given(at, &is_transaction)).collect();
        let on: Vec<Held> = on.into_iter().chain(given).filter_map(|at| self.begun_on(at)).collect();
        let mut found: Vec<OpenEnd> = begun.chain(&on).filter_map(|held| self.open_end(held)).collect();
        found.sort_by_key(|open| open.span);
        found.dedup_by_key(|open| open.span);
        found
    }

    /// A transaction on a connection that somebody has: nobody waits for it.
    fn begun_on(&self, at: ExprRef) -> Option<Held> {
        // `transaction(|tx| …)` ends it by itself.
        let body = self.program.body(at.body);
        if self.args(at).iter().any(|&arg| body.expr(arg).is_lazy()) {
            return None;
        }
        self.held_by(Taken {
            at,
            span: self.callee_span(at),
            path: None,
            place: Place::Unknown,
            mode: Mode::Exclusive,
            waiter: Waiter::Pool,
            waits: false,
            way: Vec::new(),
        })
    }

    fn open_end(&self, held: &Held) -> Option<OpenEnd> {
        let range = held.range.as_ref()?;
        let at = held.taken.at.body;
        let (binding, lent) = match range.held_by {
            Some(binding) => (binding, false),
            // `let tx = &mut pool.begin().await?;`: nobody can end it by way of a reference.
            None => (self.bound_reference(range.at)?, true),
        };
        let uses = self.program.uses(at).of(binding);
        let ends = |&used: &ExprId| self.ends_or_leaves(ExprRef { body: at, expr: used }, lent);
        if uses.is_empty() || uses.iter().any(ends) {
            return None;
        }
        let acts = || held.acts.iter().filter(|act| act.body != at || self.mentions_binding(**act, binding));
        if acts().any(|&act| self.ends_by_statement(act)) {
            return None;
        }
        let change = acts().find_map(|&act| self.written_by(act, binding, FAR));
        Some(OpenEnd { span: held.taken.span, change })
    }

    /// The variable of `let name = &mut value;`.
    fn bound_reference(&self, value: ExprRef) -> Option<BindingId> {
        let body = self.program.body(value.body);
        let uses = self.program.uses(value.body);
        let up = uses.parent_expr(value.expr)?;
        let (ExprKind::Ref(_), Parent::Let(block, index)) = (body.expr(up), uses.parent(up)) else { return None };
        match body.pat(body.let_pat(block, index)?) {
            PatKind::Bind(binding, None) => Some(*binding),
            _ => None,
        }
    }

    fn mentions_binding(&self, at: ExprRef, binding: BindingId) -> bool {
        let body = self.program.body(at.body);
        body.any(at.expr, |expr| matches!(body.expr(expr), ExprKind::Local(used) if *used == binding))
    }

    /// Whether a use of a transaction may end it: `tx.commit()`, or it goes somewhere by value or by name. One that is
    /// `lent` goes nowhere.
    fn ends_or_leaves(&self, at: ExprRef, lent: bool) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let Parent::Expr(parent) = program.uses(at.body).parent(at.expr) else { return true };
        let up = ExprRef { body: at.body, expr: parent };
        match body.expr(parent) {
            ExprKind::MethodCall { receiver, .. } if *receiver == at.expr => match program.callee(up) {
                Callee::Api(_) => self.does(up, Deed::Finish),
                // `tx.as_mut()`, `tx.execute(…)` of an executor; whatever else is not known may end it.
                _ => !matches!(
                    self.method_name(up).map(|name| name.as_str()),
                    Some("as_mut" | "deref_mut" | "execute" | "fetch_one" | "fetch_all" | "fetch_optional")
                ),
            },
            ExprKind::Ref(_)
            | ExprKind::Unary { op: UnaryOp::Deref, .. }
            | ExprKind::Macro { kind: MacroKind::Borrows, .. } => false,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => !lent,
            _ => true,
        }
    }

    /// What is written by an act that is given a transaction.
    fn written_by(&self, act: ExprRef, tx: BindingId, far: u8) -> Option<Written> {
        if let Some(span) = self.statement_that_changes(act) {
            return Some(Written { span, by: None });
        }
        let far = far.checked_sub(1)?;
        let program = self.program;
        let function = self.only_target(act)?;
        let inner = program.defs.fns[function].body?;
        let receiver = match program.expr(act) {
            ExprKind::MethodCall { receiver, .. } => Some(*receiver),
            _ => None,
        };
        let mut args = receiver.into_iter().chain(self.args(act).iter().copied());
        let lent = args.find(|&arg| self.is_reference_to(ExprRef { body: act.body, expr: arg }, tx))?;
        let param = program.bound_argument(act, lent, inner)?;
        let code = program.body(inner);
        let mut found = None;
        code.walk(code.root, &mut |_| false, &mut |expr| {
            let at = ExprRef { body: inner, expr };
            if found.is_none() && program.callee_of(at).is_some() && self.mentions_binding(at, param) {
                found = self.written_by(at, param, far);
            }
        });
        found.map(|written: Written| Written { by: Some(self.callee_span(act)), ..written })
    }

    /// `&mut tx`, `&mut *tx`, `tx.as_mut()`, and `tx` where that is a reference.
    fn is_reference_to(&self, at: ExprRef, tx: BindingId) -> bool {
        let body = self.program.body(at.body);
        let mut expr = at.expr;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Local(binding) => return *binding == tx,
                ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => *inner,
                ExprKind::MethodCall { receiver, name, args, .. }
                    if args.is_empty() && matches!(name.as_str(), "as_mut" | "deref_mut" | "as_ref") =>
                {
                    *receiver
                }
                _ => return false,
            };
        }
    }

    /// What changes something: the text of a statement, or a call that always does.
    fn statement_that_changes(&self, act: ExprRef) -> Option<Span> {
        let asks = self.asks_database(act);
        let path = self.called_path(act)?;
        if let Some(span) = self.text_in(act, &changes) {
            return asks.then_some(span);
        }
        let told_by_argument = self.program.apis.deed(path).is_some_and(|deed| !deed.given.is_empty());
        (told_by_argument && self.program.apis.marked(path, Deed::Save)).then(|| self.callee_span(act))
    }

    /// `query("COMMIT").execute(&mut *tx)`
    fn ends_by_statement(&self, act: ExprRef) -> bool {
        let ends = |text: &str| matches!(first_word(text).as_str(), "COMMIT" | "END" | "ROLLBACK" | "RELEASE");
        self.asks_database(act) && self.text_in(act, &ends).is_some()
    }

    fn asks_database(&self, act: ExprRef) -> bool {
        self.deed(act).is_some_and(|deed| matches!(deed.does, Deed::Query | Deed::BlockingIo))
            // A prepared statement is there to be run.
            || self.program.called_api(act).is_some_and(|row| row.path == "rusqlite::Connection::prepare")
    }

    /// A text in a call, its receivers and its arguments that is so; also one that has a name.
    pub(super) fn text_in(&self, act: ExprRef, is: &dyn Fn(&str) -> bool) -> Option<Span> {
        let program = self.program;
        let body = program.body(act.body);
        let mut roots = vec![act.expr];
        let mut found = None;
        for far in 0..3 {
            let mut named: Vec<ExprId> = Vec::new();
            for &root in &roots {
                body.walk(root, &mut |_| false, &mut |expr| match body.expr(expr) {
                    ExprKind::Lit(Lit::Str(text)) if is(text.as_str()) => {
                        found.get_or_insert(body.span(expr));
                    }
                    ExprKind::Local(binding) if far < 2 => {
                        if let BindSource::Value(value, pat) = program.uses(act.body).source(*binding)
                            && matches!(body.pat(pat), PatKind::Bind(..))
                            && self.is_statement(ExprRef { body: act.body, expr: value })
                        {
                            named.push(value);
                        }
                    }
                    ExprKind::Path(_)
                        if self.constant_text(ExprRef { body: act.body, expr }).is_some_and(|text| is(&text)) =>
                    {
                        found.get_or_insert(body.span(expr));
                    }
                    _ => {}
                });
            }
            if found.is_some() || named.is_empty() {
                break;
            }
            roots = named;
        }
        found
    }

    /// Whether a value is a text, a query that is put together, or a statement that was prepared.
    fn is_statement(&self, value: ExprRef) -> bool {
        let ty = self.program.peel(self.program.ty(value));
        let body = self.program.body(value.body);
        let prepares = |expr: ExprId| {
            matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if name.as_str().starts_with("prepare"))
                && !matches!(self.program.callee(ExprRef { body: value.body, expr }), Callee::Fn(_))
        };
        let mut given = value.expr;
        while let ExprKind::Await(inner) | ExprKind::Try(inner) = body.expr(given) {
            given = *inner;
        }
        prepares(given)
            || matches!(self.program.expr(value), ExprKind::Lit(Lit::Str(_)))
            || matches!(ty.api_path().map(|path| path.as_str()), Some("sqlx::QueryBuilder" | "sqlx::query::Query"))
    }

    fn constant_text(&self, at: ExprRef) -> Option<String> {
        let program = self.program;
        let ExprKind::Path(path) = program.expr(at) else { return None };
        let id = program.resolve(program.scope(at.body), path, Namespace::Values).static_id()?;
        let body: BodyRef = program.defs.statics[id].body?;
        match program.expr(ExprRef { body, expr: program.body(body).root }) {
            ExprKind::Lit(Lit::Str(text)) => Some(text.as_str().to_owned()),
            _ => None,
        }
    }
}

fn first_word(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .find(|word| !word.is_empty())
        .unwrap_or("")
        .to_ascii_uppercase()
}

/// Whether a statement changes what stays: tables for the time being do not.
fn changes(text: &str) -> bool {
    let mut words = text.split_whitespace().map(str::to_ascii_uppercase);
    let first = words.next().unwrap_or_default();
    match first.as_str() {
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "ALTER" | "TRUNCATE" => true,
        "CREATE" => !matches!(words.next().as_deref(), Some("TEMP" | "TEMPORARY")),
        _ => false,
    }
}
