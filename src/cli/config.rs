//! `cargo tether config`: what is in force for a file, and from where; the schema of the file.

use super::{SUCCESS, Terminal};
use crate::config::{MAX_POOL_SIZE, Origin, SCHEMA};
use crate::diagnostic::{Confidence, Level};
use crate::error::Error;
use crate::project::{known_names, load_config};
use crate::rules::{self, FAMILIES, Selector};
use crate::workspace::disk::Disk;
use crate::workspace::paths::{absolute, relative};
use crate::workspace::{self, Request};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print what is in force for a file or folder, and where each value comes from
    Show(ShowArgs),
    /// Print the JSON Schema of `tether.toml`
    Schema,
}

#[derive(Args, Debug)]
struct ShowArgs {
    /// File or folder; the current folder if not given
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// Path to `Cargo.toml`
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

pub(super) fn run(args: &ConfigArgs, term: &Terminal) -> Result<u8, Error> {
    let text = match &args.command {
        ConfigCommand::Show(args) => show(args)?,
        ConfigCommand::Schema => schema(),
    };
    term.out(&text)?;
    Ok(SUCCESS)
}

fn show(args: &ShowArgs) -> Result<String, Error> {
    let request = Request {
        paths: args.path.iter().cloned().collect(),
        manifest: args.manifest_path.clone(),
        ..Request::default()
    };
    let disk = Disk::default();
    let located = workspace::locate(&request, &disk)?;
    let config = load_config(&located, &disk)?;
    let cwd = std::env::current_dir().map_err(|error| Error::read(".", error))?;
    let asked = args.path.as_ref().map_or_else(|| located.start.clone(), |path| absolute(&cwd, path));
    let path = relative(&located.root, &asked);
    // A folder stands for a file in it.
    let file = if asked.is_dir() { format!("{}/_", path.trim_start_matches("./")) } else { path.clone() };
    let (_, scope) = config.scope_of(&file);
    let in_force = config.in_force(&file);

    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "# In force for `{path}` in `{}`.", located.root.display());
    let mut read: Vec<&str> = Vec::new();
    for (name, _) in &scope.files {
        if !read.contains(&name.as_str()) {
            read.push(name);
        }
    }
    let read = if read.is_empty() { "nothing: all values are the default".to_owned() } else { read.join(", ") };
    let _ = writeln!(out, "# Read: {read}\n");
    let (tests, from) = config.tests.as_ref().map_or((false, &Origin::Default), |(tests, from)| (*tests, from));
    let _ = writeln!(out, "{}# {from}", padded(&format!("tests = {tests}")));
    let (confidence, from) =
        in_force.confidence.map_or((Confidence::Likely, &Origin::Default), |(it, from)| (*it, from));
    let confidence = serde_json::to_string(&confidence).unwrap_or_default();
    let _ = writeln!(out, "{}# {from}", padded(&format!("confidence = {confidence}")));
    let (most, from) =
        config.max_pool_size.as_ref().map_or((MAX_POOL_SIZE, &Origin::Default), |(most, from)| (*most, from));
    let _ = writeln!(out, "{}# {from}", padded(&format!("max-pool-size = {most}")));
    if let Some((path, from)) = &config.baseline {
        let path = relative(&located.root, path);
        let _ = writeln!(out, "{}# {from}", padded(&format!("baseline = {path:?}")));
    }
    if scope.exclude.is_empty() {
        let _ = writeln!(out, "{}# default", padded("exclude = []"));
    } else {
        let _ = writeln!(out, "exclude = [");
        for (glob, from) in &scope.exclude {
            let _ = writeln!(out, "{}# {from}", padded(&format!("    {glob:?},")));
        }
        let _ = writeln!(out, "]");
    }

    let _ = writeln!(out, "\n[levels]");
    for rule in rules::all() {
        let covers = |name: &str| Selector::parse(name).is_ok_and(|selector| selector.covers(rule.id));
        let last = in_force.levels.iter().rev().find(|(name, ..)| covers(name));
        let (level, from) = last.map_or((rule.level, Origin::Default), |(_, level, from)| (*level, from.clone()));
        let _ = writeln!(out, "{}# {from}", padded(&format!("{} = \"{}\"", rule.id, word(level))));
    }
    let rows = config.rows();
    if !rows.is_empty() {
        out.push('\n');
        for (name, rows) in rows {
            let _ = writeln!(
                out,
                "# {name}: {} [[fn]], {} [[type]], {} [[alias]], {} [[trait]], {} [[macro]], {} in [methods]",
                rows.fns.len(),
                rows.types.len(),
                rows.aliases.len(),
                rows.traits.len(),
                rows.macros.len(),
                rows.methods.len(),
            );
        }
    }
    Ok(out)
}

fn padded(text: &str) -> String {
    format!("{text:42} ")
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}

/// The schema with the names of this version's rules and families.
fn schema() -> String {
    let Ok(mut schema) = serde_json::from_str::<Value>(SCHEMA) else { return SCHEMA.to_owned() };
    let about = |name: &str| {
        let rule = rules::find(name).map(|rule| rule.summary);
        rule.or_else(|| FAMILIES.iter().find(|(family, _)| *family == name).map(|(_, about)| *about))
    };
    let mut names = serde_json::Map::new();
    for name in ["all"].into_iter().chain(known_names()) {
        let level = json!({ "description": about(name).unwrap_or("all rules"), "$ref": "#/$defs/Level" });
        names.insert(name.to_owned(), level);
    }
    for levels in ["/properties/levels", "/$defs/Override/properties/levels"] {
        if let Some(levels) = schema.pointer_mut(levels) {
            levels["properties"] = Value::Object(names.clone());
            levels["additionalProperties"] = json!(false);
        }
    }
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
