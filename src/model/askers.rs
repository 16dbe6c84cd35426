//! Who asks: code that makes a reply port, puts it into a message and waits for the answer; and what it does when the
//! port is dropped.
//!
//! A port is followed from the pattern that takes it out of a message to the places that build such a message. If one
//! of them cannot be read, nothing is known.

use super::replies::Port;
use super::{Fate, Final, Model, Task};
use crate::apis::{Role, Verb};
use crate::flow::BindSource;
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt};
use crate::resolve::{BodyRef, Callee, Ctor, ExprRef, Namespace, Res, Ty};
use crate::source::Name;

/// Functions that hand a port on to the one that replies.
const FAR: u8 = 3;

impl Model<'_, '_> {
    /// Whether everybody who sends a message with this port knows what to do when no reply comes: asks again in the
    /// next round, or asks elsewhere what went wrong. Where nothing went wrong (`by_error`), the dropped port may well
    /// be the answer: who has code of its own for that is told.
    pub(super) fn askers_cope(&self, port: &Port, by_error: bool) -> bool {
        if let Some((adt, field)) = port.part {
            let asked = self.built_with(Ctor { adt, variant: None }, field);
            return !asked.is_empty() && asked.into_iter().all(|value| self.copes(value, by_error));
        }
        let (at, port) = (port.at, port.binding);
        let is_signal = self.program.peel(self.program.types(at).binding(port)).arg(0).is_unit();
        if by_error && self.makers_hear(at, port) {
            return true;
        }
        let asked = match self.program.uses(at).source(port) {
            BindSource::Value(_, pat) => {
                let Some((ctor, field)) = self.part_of(at, pat, port) else { return false };
                self.built_with(ctor, field)
            }
            BindSource::Param(position) if is_signal => self.given_for(at, position, FAR),
            _ => return false,
        };
        let copes = |value| self.copes(value, by_error) || is_signal && self.takes_any(value);
        !asked.is_empty() && asked.into_iter().all(copes)
    }

    /// What callers give for a parameter, and theirs where it is one of their own.
    fn given_for(&self, at: BodyRef, position: u32, far: u8) -> Vec<ExprRef> {
        let program = self.program;
        let Some(function) = program.owner(at) else { return Vec::new() };
        let mut found = Vec::new();
        for call in self.callers(function) {
            let Some(given) = program.argument(call, position) else { continue };
            let outer = match program.expr(given) {
                ExprKind::Local(port) if far > 0 => match program.uses(given.body).source(*port) {
                    BindSource::Param(position) => self.given_for(given.body, position, far - 1),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            };
            match outer[..] {
                [] => found.push(given),
                _ => found.extend(outer),
            }
        }
        found
    }

    /// Whether a function gives its error to whoever has made the port that it is given: `spawn(run(socket, port))`, with
    /// the handle kept beside the receiver.
    fn makers_hear(&self, at: BodyRef, port: BindingId) -> bool {
        let BindSource::Param(position) = self.program.uses(at).source(port) else { return false };
        let given = self.given_for(at, position, FAR);
        !given.is_empty() && given.into_iter().all(|port| self.is_made_beside_task(port))
    }

    /// Whether a port was made where a task is started with it, of which somebody keeps the handle and gets the result.
    fn is_made_beside_task(&self, port: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::Local(sender) = program.expr(port) else { return false };
        let BindSource::Value(made, _) = program.uses(port.body).source(*sender) else { return false };
        let makes =
            program.called_api(ExprRef { body: port.body, expr: made }).is_some_and(|row| row.verb == Verb::Channel);
        let tells = |task: &Task| {
            let gives_error = program.role(&task.output) == Some(Role::Result);
            gives_error
                && !matches!(task.fate, Fate::Dropped | Fate::Unknown)
                && task.fate_final != Some(Final::NeverUsed)
        };
        makes && self.task_of(port).is_some_and(|task| tells(&self.tasks[task]))
    }

    /// Whether whoever waits for a signal without content goes on when it does not come: that the port is gone says
    /// as much.
    fn takes_any(&self, port: ExprRef) -> bool {
        let Some((_, answer)) = self.answer_to(port) else { return false };
        let body = self.program.body(port.body);
        !self.program.uses(port.body).parent_expr(answer).is_some_and(|up| {
            matches!(body.expr(up), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "unwrap" | "expect"))
        })
    }

    /// The constructor, and the field of it, that a pattern takes a variable out of.
    pub(super) fn part_of(&self, at: BodyRef, pat: PatId, port: BindingId) -> Option<(Ctor, Name)> {
        let body = self.program.body(at);
        let is_port = |pat: PatId| matches!(body.pat(pat), PatKind::Bind(binding, None) if *binding == port);
        let scope = self.program.scope(at);
        match body.pat(pat) {
            PatKind::TupleStruct(path, parts) => match parts.iter().position(|&part| is_port(part)) {
                Some(position) => {
                    let ctor = self.program.resolve(scope, path, Namespace::Values).ctor()?;
                    Some((ctor, Name::from(position.to_string().as_str())))
                }
                None => parts.iter().find_map(|&part| self.part_of(at, part, port)),
            },
            PatKind::Struct(path, fields) => match fields.iter().find(|(_, part)| is_port(*part)) {
                Some((name, _)) => Some((self.program.resolve(scope, path, Namespace::Types).ctor()?, *name)),
                None => fields.iter().find_map(|(_, part)| self.part_of(at, *part, port)),
            },
            PatKind::Tuple(parts) | PatKind::Or(parts) | PatKind::Slice(parts) => {
                parts.iter().find_map(|&part| self.part_of(at, part, port))
            }
            _ => None,
        }
    }

    /// What stands for a field wherever a constructor is called.
    fn built_with(&self, ctor: Ctor, field: Name) -> Vec<ExprRef> {
        let program = self.program;
        let mut found = Vec::new();
        let names = program.ctor_names(ctor.adt);
        let name = match ctor.variant {
            Some(variant) => names.get(variant as usize),
            None => names.first(),
        };
        if let (Some(&name), Ok(position)) = (name, field.as_str().parse::<usize>()) {
            for call in self.index.calls(name).filter(|call| !self.skips(call.body)) {
                let same = match program.callee(call) {
                    Callee::Ctor(Res::Variant(adt, variant)) => *adt == ctor.adt && Some(*variant) == ctor.variant,
                    Callee::Ctor(Res::Adt(adt)) => *adt == ctor.adt && ctor.variant.is_none(),
                    _ => false,
                };
                if same && let ExprKind::Call { args, .. } = program.expr(call) {
                    found.extend(args.get(position).map(|&expr| ExprRef { body: call.body, expr }));
                }
            }
        }
        for (literal, value) in self.index.literals(field) {
            if !self.skips(literal.body)
                && let ExprKind::Struct { path, .. } = program.expr(*literal)
                && let Some(built) = program.resolve(program.scope(literal.body), path, Namespace::Types).ctor()
                && built.adt == ctor.adt
                && built.variant == ctor.variant
            {
                found.push(ExprRef { body: literal.body, expr: *value });
            }
        }
        found
    }

    /// Where the port that is sent away was made, and the only await of its answer.
    fn answer_to(&self, port: ExprRef) -> Option<(ExprId, ExprId)> {
        let body = self.program.body(port.body);
        let uses = self.program.uses(port.body);
        let ExprKind::Local(sender) = body.expr(port.expr) else { return None };
        let BindSource::Value(made, pat) = uses.source(*sender) else { return None };
        let PatKind::Tuple(parts) = body.pat(pat) else { return None };
        let Some(PatKind::Bind(receiver, None)) = parts.get(1).map(|&part| body.pat(part)) else { return None };
        let [used] = uses.of(*receiver) else { return None };
        let mut waited = uses.ancestors(*used).take_while(|&up| !matches!(body.expr(up), ExprKind::Block { .. }));
        Some((made, waited.find(|&up| matches!(body.expr(up), ExprKind::Await(_)))?))
    }

    /// Whether the code around a port that is sent away waits for the answer, and does something about none.
    fn copes(&self, port: ExprRef, by_error: bool) -> bool {
        let body = self.program.body(port.body);
        let uses = self.program.uses(port.body);
        let Some((made, answer)) = self.answer_to(port) else { return false };
        let defaults = |up: ExprId| {
            matches!(body.expr(up), ExprKind::MethodCall { name, .. }
                if matches!(name.as_str(), "ok" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else"))
        };
        // `answer.await.unwrap_or(false)`: no reply is an answer, too.
        if uses.parent_expr(answer).is_some_and(defaults) {
            return true;
        }
        let Some(without) = without_answer(body, &|expr| uses.parent_expr(expr), answer) else { return false };
        let round = |expr: ExprId| {
            uses.ancestors(expr).find(|&up| matches!(body.expr(up), ExprKind::Loop { .. } | ExprKind::While { .. }))
        };
        match without {
            Without::GoesOn => round(made).is_some() && round(made) == round(answer),
            Without::Runs(code) if by_error && body.has_await(code) => true,
            Without::Runs(code) => {
                // An error of its own says that the other side is gone, which is not so.
                let fails =
                    |up| matches!(body.expr(up), ExprKind::Macro { kind: MacroKind::Panics, .. }) || body.is_err(up);
                !body.any(code, fails) && (!by_error || self.answers(port.body, code))
            }
        }
    }

    /// Whether code gives a value in place of an answer: `Err(_) => Decision::Reject`, `return false`.
    fn answers(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        let value = self.program.types(at).expr(code);
        let gives = !value.is_unit() && !matches!(value, Ty::Never | Ty::Unknown);
        gives || body.any(code, |expr| matches!(body.expr(expr), ExprKind::Return(Some(_))))
    }
}

/// What is done where a wait for an answer has failed.
enum Without {
    /// Nothing: what comes next is done.
    GoesOn,
    /// This code runs.
    Runs(ExprId),
}

/// The code for `Err` around an awaited answer.
fn without_answer(body: &Body, parent: &dyn Fn(ExprId) -> Option<ExprId>, answer: ExprId) -> Option<Without> {
    let up = parent(answer)?;
    let one = |pat: PatId, name: &str| matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == name);
    let is = |pat: PatId, name: &str| match body.pat(pat) {
        // `Ok(Verdict::Deny) | Err(_)`
        PatKind::Or(parts) => parts.iter().any(|&part| one(part, name)),
        _ => one(pat, name),
    };
    match body.expr(up) {
        ExprKind::Match { value, arms } if *value == answer => {
            arms.iter().find(|arm| is(arm.pat, "Err")).map(|arm| Without::Runs(arm.body))
        }
        ExprKind::Let { pat, value } if *value == answer => branch(body, parent(up)?, is(*pat, "Err")),
        ExprKind::MethodCall { receiver, name, .. } if *receiver == answer => match name.as_str() {
            "is_ok" | "is_err" => branch(body, parent(up)?, *name == "is_err"),
            _ => None,
        },
        ExprKind::Block { stmts, .. } => stmts.iter().find_map(|stmt| match stmt {
            Stmt::Let { init: Some(init), otherwise: Some(otherwise), .. } if *init == answer => {
                Some(Without::Runs(*otherwise))
            }
            _ => None,
        }),
        _ => None,
    }
}

/// The branch of an `if` for a failure: the first one, or the other.
fn branch(body: &Body, at: ExprId, first: bool) -> Option<Without> {
    let ExprKind::If { then, otherwise, .. } = body.expr(at) else { return None };
    match (first, otherwise) {
        (true, _) => Some(Without::Runs(*then)),
        (false, Some(code)) => Some(Without::Runs(*code)),
        (false, None) => Some(Without::GoesOn),
    }
}
