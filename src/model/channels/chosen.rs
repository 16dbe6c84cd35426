//! Channels of which an argument chooses whether they have a limit: `match mode { Mode::Sync => bounded(0), … }`.

use crate::flow::BindSource;
use crate::ir::{ExprKind, PatKind};
use crate::resolve::{ExprRef, FnId, Program};
use crate::source::Name;

/// What a parameter chooses between.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The parameter, where the receiver counts as the first.
    param: u32,
    /// Variants by name, each with whether it gives a limit.
    variants: Vec<(Name, bool)>,
}

/// If a function matches on a parameter, and makes a channel in each arm: `limits` says where and with or without one.
pub(super) fn of(program: &Program<'_>, function: FnId, limits: &[(ExprRef, bool)]) -> Option<Choice> {
    let at = program.defs.fns[function].body?;
    let body = program.body(at);
    let mut found = None;
    body.walk(body.root, &mut |_| false, &mut |expr| {
        let ExprKind::Match { value, arms } = body.expr(expr) else { return };
        let Some(param) = param_of(program, ExprRef { body: at, expr: *value }).filter(|_| found.is_none()) else {
            return;
        };
        let variant = |arm: &crate::ir::Arm| {
            let name = match body.pat(arm.pat) {
                PatKind::Path(path) | PatKind::TupleStruct(path, _) | PatKind::Struct(path, _) => path.last(),
                _ => return None,
            };
            let span = body.span(arm.body);
            let made = limits.iter().find(|(site, _)| site.body == at && span.contains(body.span(site.expr)))?;
            Some((name, made.1))
        };
        found = arms.iter().map(variant).collect::<Option<Vec<_>>>().map(|variants| Choice { param, variants });
    });
    found
}

impl Choice {
    /// What a call chooses, where it names the variant.
    pub fn at(&self, program: &Program<'_>, call: ExprRef) -> Option<bool> {
        let ExprKind::Path(path) = program.expr(program.argument(call, self.param)?) else { return None };
        self.variants.iter().find(|(name, _)| *name == path.last()).map(|(_, limit)| *limit)
    }

    /// The same choice of a function that gives its own parameter on at this call.
    pub fn given_on(&self, program: &Program<'_>, call: ExprRef) -> Option<Self> {
        let param = param_of(program, program.argument(call, self.param)?)?;
        Some(Self { param, variants: self.variants.clone() })
    }
}

/// The parameter that an expression is.
fn param_of(program: &Program<'_>, at: ExprRef) -> Option<u32> {
    let ExprKind::Local(binding) = program.body(at.body).expr(at.expr) else { return None };
    match program.uses(at.body).source(*binding) {
        BindSource::Param(position) => Some(position),
        _ => None,
    }
}
