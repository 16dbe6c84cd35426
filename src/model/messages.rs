//! Whether one message ends a loop and another does not: each variant of what comes is tried as the answer of the wait.

use super::Model;
use super::round::{Answer, Shape};
use super::signals::gives_message;
use crate::apis::{ChannelKind, Role};
use crate::flow::Source;
use crate::ir::ExprKind;
use crate::resolve::{AdtKind, ExprRef, Ty};
use crate::source::Name;
use std::collections::VecDeque;

/// Variants of a message that are tried.
const VARIANTS: usize = 40;
/// Enums in a message that are tried, those further out first.
const ENUMS: usize = 16;
/// How deep they lie: `Ok(Packet { kind: Kind::Control(Control::Stop) })`.
const DEPTH: u8 = 4;

impl Model<'_, '_> {
    /// Whether one message ends the loop and another does not.
    pub(super) fn ends_by_message(&self, at: ExprRef, source: &Source, calls: &[ExprRef]) -> bool {
        let message = match self.item_of(source) {
            // A receiver of one's own around that of a channel: what it is of, its user knows.
            Some(Ty::Param(..)) => calls.first().and_then(|&call| self.item_given(call)),
            found => found,
        };
        let Some(message) = message else { return false };
        let mut todo: VecDeque<(Vec<Around>, Ty)> = VecDeque::from([(Vec::new(), message)]);
        let mut tried = 0;
        while let Some((around, ty)) = todo.pop_front() {
            let variants = self.variants(&ty);
            if variants.len() > 1 {
                let shape = |(name, parts)| wrapped(&around, Shape::Variant(name, parts));
                let shapes: Vec<Shape> = variants.into_iter().map(shape).collect();
                if self.one_message_ends(at, source, calls, &shapes) {
                    return true;
                }
                tried += 1;
            }
            if tried == ENUMS {
                return false;
            }
            if around.len() < usize::from(DEPTH) {
                let parts = self.parts_of_message(&ty).into_iter();
                todo.extend(parts.map(|(one, part)| (around.iter().copied().chain([one]).collect(), part)));
            }
        }
        false
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

    /// What lies in a message: the only part of a variant, the fields of a struct, what is in an `Ok`.
    fn parts_of_message(&self, ty: &Ty) -> Vec<(Around, Ty)> {
        let program = self.program;
        let peeled = |around: Around, ty: &Ty| (around, program.peel(ty));
        match ty {
            Ty::Adt(adt, _) => match program.defs.adts[*adt].kind {
                AdtKind::Enum(item) => (0..)
                    .zip(&item.variants)
                    .filter_map(|(index, one)| match program.variant_fields(*adt, index).as_slice() {
                        [(_, part)] => Some(peeled(Around::Variant(one.name), part)),
                        _ => None,
                    })
                    .collect(),
                // `match message.command { Command::Quit => break, … }`
                AdtKind::Struct(item) => item
                    .fields
                    .iter()
                    .map(|field| peeled(Around::Field(field.name), &program.declared_field(*adt, field.name)))
                    .collect(),
            },
            ty => match program.role(ty) {
                Some(Role::Option) => vec![peeled(Around::Variant("Some".into()), &ty.arg(0))],
                Some(Role::Result) => vec![peeled(Around::Variant("Ok".into()), &ty.arg(0))],
                _ => Vec::new(),
            },
        }
    }

    /// Whether one of these messages ends the loop and another does not.
    fn one_message_ends(&self, at: ExprRef, source: &Source, calls: &[ExprRef], shapes: &[Shape]) -> bool {
        let (mut ends, mut goes_on) = (false, false);
        for shape in shapes.iter().take(VARIANTS) {
            let answer = Answer::Message(shape.clone());
            let Some(course) = self.course(at, source, calls, answer) else { return false };
            let leaves = course.leaves.is_some_and(|span| !gives_message(self, at, span));
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
        self.item_given(source.at)
    }

    /// The type of what lies in the answer of a call that waits.
    fn item_given(&self, call: ExprRef) -> Option<Ty> {
        let program = self.program;
        let types = program.types(call.body);
        let up = program.uses(call.body).parent_expr(call.expr)?;
        let given = match types.expr(call.expr) {
            // What a branch of a `select!` is given.
            Ty::Future(future) => &future.output,
            // `match own.try_recv() { … }`
            ty if matches!(program.role(ty), Some(Role::Option | Role::Result)) => ty,
            _ => types.expr(up),
        };
        let is = |ty: &Ty, role| program.role(ty) == Some(role);
        // `stream.try_next().await?`: the `None` inside is its end.
        if is(given, Role::Result) && is(&given.arg(0), Role::Option) {
            return Some(program.peel(&given.arg(0).arg(0)));
        }
        matches!(program.role(given), Some(Role::Option | Role::Result)).then(|| program.peel(&given.arg(0)))
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

/// What a part of a message lies in.
#[derive(Clone, Copy, Debug)]
enum Around {
    Variant(Name),
    Field(Name),
}

/// A message of which this is known of a part of it.
fn wrapped(around: &[Around], part: Shape) -> Shape {
    around.iter().rev().fold(part, |inner, one| match one {
        Around::Variant(name) => Shape::Around(*name, Box::new(inner)),
        Around::Field(name) => Shape::Field(*name, Box::new(inner)),
    })
}
