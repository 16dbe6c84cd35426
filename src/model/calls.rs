//! Calls: of functions of other crates, found by what the catalog says of the functions, with code that does not count
//! (tests, unless they are asked for) left out; and those that a piece of code makes of the workspace's own.

use super::Model;
use crate::apis::{Fn, Verb};
use crate::resolve::{ExprRef, FnId};

impl Model<'_, '_> {
    /// Calls with the name of such a function, in order of the names and of the text. No type is asked for: functions
    /// of others with the same name are among them.
    pub(super) fn calls_named(&self, wanted: impl std::ops::Fn(&Fn) -> bool) -> Vec<ExprRef> {
        let names = self.program.apis.names_of(wanted);
        names.into_iter().flat_map(|name| self.index.calls(name)).filter(|at| !self.skips(at.body)).collect()
    }

    /// Calls of such functions with their rows, in the same order.
    pub(super) fn calls_of(&self, wanted: impl std::ops::Fn(&Fn) -> bool) -> Vec<(ExprRef, &Fn)> {
        let named = self.calls_named(&wanted).into_iter();
        named.filter_map(|at| Some((at, self.program.called_api(at)?))).filter(|(_, row)| wanted(row)).collect()
    }

    /// All calls of functions with this verb, in order of their places.
    pub(super) fn calls_with(&self, verb: Verb) -> Vec<ExprRef> {
        let mut calls: Vec<ExprRef> = self.calls_of(|row| row.verb == verb).into_iter().map(|(at, _)| at).collect();
        calls.sort_unstable();
        calls.dedup();
        calls
    }

    /// Whether a call is of a function with this verb.
    pub(super) fn has_verb(&self, at: ExprRef, verb: Verb) -> bool {
        self.program.called_api(at).is_some_and(|row| row.verb == verb)
    }

    /// The functions of the workspace that a piece of code may call.
    pub(super) fn functions_called(&self, code: ExprRef) -> Vec<FnId> {
        let mut functions = Vec::new();
        self.program.body(code.body).walk(code.expr, &mut |_| false, &mut |expr| {
            if let Some(callee) = self.program.callee_of(ExprRef { body: code.body, expr }) {
                functions.extend(self.program.targets(callee));
            }
        });
        functions
    }
}
