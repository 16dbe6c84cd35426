//! The picture as Graphviz reads it.

use super::picture::{Colour, Node, Picture, Shape};
use std::fmt::Write;

/// The whole text.
pub fn dot(picture: &Picture) -> String {
    let mut out = String::from("digraph tether {\n");
    let _ = writeln!(
        out,
        "  graph [rankdir=LR, fontname=Helvetica, fontsize=12, labelloc=t, label={}];",
        quoted(&picture.title)
    );
    out.push_str("  node [fontname=Helvetica, fontsize=10, style=filled, margin=\"0.12,0.06\"];\n");
    out.push_str("  edge [fontname=Helvetica, fontsize=8, color=\"#57606a\"];\n");
    for (at, (krate, modules)) in picture.crates.iter().enumerate() {
        let _ =
            writeln!(out, "  subgraph cluster_{at} {{\n    label={}; color=\"#8c959f\"; style=rounded;", quoted(krate));
        for (inner, (module, nodes)) in modules.iter().enumerate() {
            let boxed = nodes.iter().any(|node| node.shape != Shape::Module);
            if boxed {
                let _ = writeln!(
                    out,
                    "    subgraph cluster_{at}_{inner} {{\n      label={}; color=\"#d0d7de\"; style=rounded;",
                    quoted(module)
                );
            }
            for node in nodes {
                let _ = writeln!(out, "      {}", node_line(node));
            }
            if boxed {
                out.push_str("    }\n");
            }
        }
        out.push_str("  }\n");
    }
    for line in &picture.lines {
        let style = match line.kind.as_str() {
            "spawns" => "style=solid",
            "supervises" => "style=bold",
            "shares" => "style=dotted, arrowhead=none",
            _ => "style=dashed",
        };
        let _ =
            writeln!(out, "  {} -> {} [label={}, {style}];", quoted(&line.from), quoted(&line.to), quoted(&line.kind));
    }
    out.push_str("}\n");
    out
}

fn node_line(node: &Node) -> String {
    let shape = match node.shape {
        Shape::Task | Shape::Module => "box",
        Shape::Channel => "cds",
        Shape::Supervisor => "hexagon",
        Shape::Registry => "cylinder",
    };
    let (fill, line) = colours(node.colour);
    let label = quoted(&node.text.join("\n"));
    format!("{} [label={label}, shape={shape}, fillcolor=\"{fill}\", color=\"{line}\"];", quoted(&node.id))
}

/// Fill and border.
pub(super) fn colours(colour: Colour) -> (&'static str, &'static str) {
    match colour {
        Colour::Plain => ("#f6f8fa", "#8c959f"),
        Colour::Ok => ("#dafbe1", "#1a7f37"),
        Colour::Unknown => ("#eaeef2", "#6e7781"),
        Colour::Warn => ("#fff8c5", "#9a6700"),
        Colour::Bad => ("#ffebe9", "#cf222e"),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
