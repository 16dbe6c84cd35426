//! What runs or is made once for each connection that an accept loop takes in.
//!
//! A function that somebody outside of the workspace may call is not known to be.

use super::{Loop, Model};
use crate::flow::Place;
use crate::resolve::{ExprRef, FnId, Ty};

/// Calls between an accept loop and what is done for one connection.
const FAR: u8 = 3;

/// Which calls of a function have to lie in a session.
#[derive(Clone, Copy)]
enum Calls {
    Any,
    All,
}

impl Model<'_, '_> {
    /// Whether a function runs for each connection of an accept loop, itself or through a few others.
    pub(super) fn may_run_per_connection(&self, function: FnId) -> bool {
        self.runs_in_session(function, FAR, Calls::Any)
    }

    /// Whether all values of the type that has a field are made for one connection each, and end with it.
    pub(super) fn is_made_per_connection(&self, place: Place) -> bool {
        let Place::Field(adt, name) = place else { return false };
        let makes = |at: ExprRef| matches!(self.program.ty(at), Ty::Adt(of, _) if *of == adt);
        let made = self.index.literals(name).iter().map(|&(literal, _)| literal);
        let made: Vec<ExprRef> = made.filter(|&at| makes(at) && !self.skips(at.body)).collect();
        let for_one = |at: &ExprRef| {
            self.accepts_around(*at)
                || self.program.owner(at.body).is_some_and(|function| self.runs_in_session(function, FAR, Calls::All))
        };
        !made.is_empty() && made.iter().all(for_one)
    }

    fn runs_in_session(&self, function: FnId, far: u8, of: Calls) -> bool {
        let calls = self.callers(function);
        let mut is = calls.iter().map(|call| {
            self.accepts_around(*call)
                || far > 0
                    && self.program.owner(call.body).is_some_and(|outer| self.runs_in_session(outer, far - 1, of))
        });
        !calls.is_empty()
            && !self.program.is_public(function)
            && match of {
                Calls::Any => is.any(|yes| yes),
                Calls::All => is.all(|yes| yes),
            }
    }

    /// Whether a place lies in a loop that accepts.
    fn accepts_around(&self, at: ExprRef) -> bool {
        let span = self.program.span(at);
        let around = |one: &Loop| {
            one.at.body == at.body && self.program.span(one.at).contains(span) && self.accept_of(one).is_some()
        };
        self.loops.iter().any(around)
    }
}
