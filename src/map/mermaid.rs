//! The picture as Mermaid reads it, and with it the pages of GitHub and GitLab.

use super::dot::colours;
use super::picture::{Colour, Node, Picture, Shape};
use std::fmt::Write;

/// The whole text.
pub fn mermaid(picture: &Picture) -> String {
    let mut out = format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", picture.title.replace('"', "'"));
    for (at, (krate, modules)) in picture.crates.iter().enumerate() {
        let _ = writeln!(out, "  subgraph g{at}[{}]", quoted(krate));
        for (inner, (module, nodes)) in modules.iter().enumerate() {
            let boxed = nodes.iter().any(|node| node.shape != Shape::Module);
            if boxed {
                let _ = writeln!(out, "    subgraph g{at}_{inner}[{}]", quoted(module));
            }
            for node in nodes {
                let _ = writeln!(out, "      {}", node_line(node));
            }
            if boxed {
                out.push_str("    end\n");
            }
        }
        out.push_str("  end\n");
    }
    for line in &picture.lines {
        let arrow = match line.kind.as_str() {
            "supervises" => "==>",
            "spawns" => "-->",
            "shares" => "-.-",
            _ => "-.->",
        };
        let _ = writeln!(out, "  {} {arrow}|{}| {}", id(&line.from), line.kind, id(&line.to));
    }
    for colour in [Colour::Plain, Colour::Ok, Colour::Unknown, Colour::Warn, Colour::Bad] {
        let (fill, line) = colours(colour);
        let _ = writeln!(out, "  classDef {} fill:{fill},stroke:{line},color:#1f2328", class(colour));
    }
    out
}

fn node_line(node: &Node) -> String {
    let label = quoted(&node.text.join("\n"));
    let (open, close) = match node.shape {
        Shape::Task | Shape::Module => ("[", "]"),
        Shape::Channel => ("([", "])"),
        Shape::Supervisor => ("{{", "}}"),
        Shape::Registry => ("[(", ")]"),
    };
    format!("{}{open}{label}{close}:::{}", id(&node.id), class(node.colour))
}

/// `s1.2` as `s1_2`: dots are no part of a name there.
fn id(id: &str) -> String {
    id.replace('.', "_")
}

fn class(colour: Colour) -> &'static str {
    match colour {
        Colour::Plain => "plain",
        Colour::Ok => "ok",
        Colour::Unknown => "unknown",
        Colour::Warn => "warn",
        Colour::Bad => "bad",
    }
}

/// In quotes, with what means something to Mermaid or HTML as an entity.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br/>"),
            '"' | '<' | '>' | '&' | '#' | '`' | '\\' | '{' | '}' | '|' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
