//! `cargo tether explain RULE`: a rule's page.

use super::{SUCCESS, Terminal};
use crate::error::Error;
use crate::render::page;
use crate::rules::{self, Selector};
use clap::Args;

#[derive(Args, Debug)]
pub(super) struct ExplainArgs {
    /// A rule's name, as diagnostics and `cargo tether rules` show it
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(args: &ExplainArgs, term: &Terminal) -> Result<u8, Error> {
    match Selector::parse(&args.rule) {
        Ok(Selector::Rule(id)) => {
            // The name comes from the list.
            let text = rules::find(id).map_or_else(String::new, |rule| page::render(rule, term.stdout.color));
            term.out(&text)?;
            Ok(SUCCESS)
        }
        Ok(Selector::Family(_) | Selector::All) => Err(Error::usage(
            format!("`{}` is a group of rules", args.rule),
            Some("`cargo tether rules` lists the rules of each family".to_owned()),
        )),
        Err(unknown) => Err(super::check::unknown_name(&unknown)),
    }
}
