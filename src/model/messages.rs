//! Whether one message ends a loop and another does not: each variant of what comes is tried as the answer of the wait.

use super::Model;
use super::round::Answer;
use crate::apis::{ChannelKind, Role};
use crate::flow::Source;
use crate::ir::{Body, ExprId, ExprKind};
use crate::resolve::{AdtKind, ExprRef, Ty};
use crate::source::{Name, Span};

/// Variants of a message that are tried.
const VARIANTS: usize = 40;
/// Variants with enums in them that are looked into.
const NESTED: usize = 8;

impl Model<'_, '_> {
    /// Whether one message ends the loop and another does not.
    pub(super) fn ends_by_message(&self, at: ExprRef, source: &Source, calls: &[ExprRef]) -> bool {
        let program = self.program;
        let Some(message) = self.item_of(source) else { return false };
        let whole = self.variants(&message).into_iter().map(|variant| Answer::Message(Some(variant)));
        let mut answers: Vec<Vec<Answer>> = vec![whole.collect()];
        answers.extend(self.nested(None, &message));
        if let Ty::Adt(adt, _) = &message
            && let AdtKind::Struct(item) = program.defs.adts[*adt].kind
        {
            // `match message.command { Command::Quit => break, … }`
            for field in &item.fields {
                let of = program.declared_field(*adt, field.name);
                let of_field = |variant| Answer::Field(field.name, variant);
                answers.push(self.variants(&program.peel(&of)).into_iter().map(of_field).collect());
                answers.extend(self.nested(Some(field.name), &of));
            }
        }
        answers.into_iter().any(|answers| self.one_answer_ends(at, source, calls, &answers))
    }

    /// The variants of an enum, with how many parts they have.
    fn variants(&self, ty: &Ty) -> Vec<(Name, usize)> {
        let program = self.program;
        match ty {
            Ty::Adt(adt, _) => match program.defs.adts[*adt].kind {
                AdtKind::Enum(item) => item.variants.iter().map(|one| (one.name, one.fields.len())).collect(),
                AdtKind::Struct(_) => Vec::new(),
            },
            // `None` is what says stop.
            ty if program.role(ty) == Some(Role::Option) => vec![("Some".into(), 1), ("None".into(), 0)],
            _ => Vec::new(),
        }
    }

    /// For each variant whose only part is of an enum: that variant with each variant of this one,
    /// `Event::Control(Control::Stop)`.
    fn nested(&self, field: Option<Name>, ty: &Ty) -> Vec<Vec<Answer>> {
        let program = self.program;
        let parts: Vec<(Name, Ty)> = match ty {
            Ty::Adt(adt, _) => match program.defs.adts[*adt].kind {
                AdtKind::Enum(item) => (0..)
                    .zip(&item.variants)
                    .filter_map(|(index, one)| match program.variant_fields(*adt, index).as_slice() {
                        [(_, part)] => Some((one.name, part.clone())),
                        _ => None,
                    })
                    .collect(),
                AdtKind::Struct(_) => Vec::new(),
            },
            ty if program.role(ty) == Some(Role::Option) => vec![("Some".into(), ty.arg(0))],
            _ => Vec::new(),
        };
        let of = |(outer, part): (Name, Ty)| {
            let inner = self.variants(&program.peel(&part));
            inner.into_iter().map(|one| Answer::Nested(field, outer, one)).collect::<Vec<_>>()
        };
        parts.into_iter().map(of).filter(|answers| answers.len() > 1).take(NESTED).collect()
    }

    /// Whether one of these answers ends the loop and another does not.
    fn one_answer_ends(&self, at: ExprRef, source: &Source, calls: &[ExprRef], answers: &[Answer]) -> bool {
        let (mut ends, mut goes_on) = (false, false);
        for &answer in answers.iter().take(VARIANTS) {
            let Some(course) = self.course(at, source, calls, answer) else { return false };
            let leaves = course.leaves.is_some_and(|span| !self.gives_value(at, span));
            ends |= leaves && !course.again && !course.lost && course.off.is_none();
            goes_on |= course.again;
            if ends && goes_on {
                return true;
            }
        }
        false
    }

    /// The type of what a wait gives.
    fn item_of(&self, source: &Source) -> Option<Ty> {
        let program = self.program;
        let types = program.types(source.at.body);
        let receiver = match program.expr(source.at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            // `for message in receiver`
            _ => source.at.expr,
        };
        let ty = program.peel(types.expr(receiver));
        if program.role(&ty) == Some(Role::Receiver) {
            return Some(program.peel(&ty.arg(0)));
        }
        let up = program.uses(source.at.body).parent_expr(source.at.expr)?;
        let given = match types.expr(source.at.expr) {
            // What a branch of a `select!` is given.
            Ty::Future(future) => &future.output,
            _ => types.expr(up),
        };
        let is = |ty: &Ty, role| program.role(ty) == Some(role);
        // `stream.try_next().await?`: the `None` inside is its end.
        if is(given, Role::Result) && is(&given.arg(0), Role::Option) {
            return Some(program.peel(&given.arg(0).arg(0)));
        }
        matches!(program.role(given), Some(Role::Option | Role::Result)).then(|| program.peel(&given.arg(0)))
    }

    /// Whether the loop is left at a place with a value: it has found what it looked for.
    fn gives_value(&self, at: ExprRef, span: Span) -> bool {
        let body = self.program.body(at.body);
        let mut found = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            found |= match body.expr(expr) {
                ExprKind::Return(Some(value)) | ExprKind::Break { value: Some(value), .. } => {
                    let part = |expr: ExprId| ExprRef { body: at.body, expr };
                    body.span(expr) == span && !is_plain(body, *value) && !self.answers_later(part(*value))
                }
                _ => false,
            };
        });
        found
    }

    /// `Command::Quit { reply } => break Some(reply)`: a way to answer who said stop, when all is done.
    pub(super) fn answers_later(&self, value: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(value.body);
        match body.expr(value.expr) {
            ExprKind::Call { args, .. } if args.len() == 1 => {
                self.answers_later(ExprRef { body: value.body, expr: args[0] })
            }
            ExprKind::Local(_) => {
                let ty = program.peel(program.ty(value));
                let ty = if program.role(&ty) == Some(Role::Option) { program.peel(&ty.arg(0)) } else { ty };
                program.role(&ty) == Some(Role::Sender)
                    && program.type_row(&ty).is_some_and(|row| row.channel == Some(ChannelKind::Oneshot))
            }
            _ => false,
        }
    }
}

/// `()`, `Ok(())`, `false`
fn is_plain(body: &Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Tuple(elems) => elems.is_empty(),
        ExprKind::Call { args, .. } => args.iter().all(|&arg| is_plain(body, arg)),
        ExprKind::Path(_) | ExprKind::Lit(_) => true,
        _ => false,
    }
}
