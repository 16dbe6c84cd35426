//! `cargo tether rules`: all rules.

use super::{SUCCESS, Terminal};
use crate::diagnostic::Level;
use crate::error::Error;
use crate::rules::{self, FAMILIES, Rule};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fmt::Write;

#[derive(Args, Debug)]
pub(super) struct RulesArgs {
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A table by family
    Text,
    /// A JSON array of objects
    Json,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    family: &'static str,
    level: Level,
    summary: &'static str,
    since: &'static str,
    url: String,
}

pub(super) fn run(args: &RulesArgs, term: &Terminal) -> Result<u8, Error> {
    let text = match args.format {
        Format::Text => table(),
        Format::Json => json(),
    };
    term.out(&text)?;
    Ok(SUCCESS)
}

fn table() -> String {
    let width = rules::all().iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for (family, about) in FAMILIES {
        let mut rules = rules::all().iter().filter(|rule| rule.family == *family).peekable();
        if rules.peek().is_none() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a string does not fail.
        let _ = writeln!(out, "{family}: {about}");
        for rule in rules {
            let level = match rule.level {
                Level::Off => "off",
                Level::Warn => "warn",
                Level::Error => "error",
            };
            let _ = writeln!(out, "  {:width$}  {level:5}  {}", rule.id, rule.summary);
        }
    }
    out
}

fn json() -> String {
    let row = |rule: &Rule| Row {
        name: rule.id,
        family: rule.family,
        level: rule.level,
        summary: rule.summary,
        since: rule.since,
        url: rule.url(),
    };
    let rows: Vec<Row> = rules::all().iter().map(row).collect();
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}
