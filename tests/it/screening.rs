//! What is not parsed cannot matter: the same is found in published crates when all of their text is.
//!
//! Takes its crates and `TETHER_CORPUS=skip` from the [corpus](crate::corpus).

use crate::corpus;
use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, analyze, render};
use std::path::Path;

#[test]
fn the_same_is_found_in_whole_texts() {
    for (name, source) in corpus::crates() {
        assert_eq!(found(&source, true), found(&source, false), "{name}");
    }
}

fn found(source: &Path, whole: bool) -> String {
    let workspace = load(&Request { paths: vec![source.to_owned()], ..Request::default() }).unwrap();
    let analysis = analyze(&workspace, &Options { whole, ..Options::default() });
    let counts = &analysis.stats;
    let counted = format!("{} tasks, {} channels, {} loops", counts.tasks, counts.channels, counts.loops);
    render::short::render(&analysis.diagnostics, &workspace.sources) + &counted
}
