//! Whole workspaces: what is found in them is exactly what their `//~ rule` comments say.

use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, analyze};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn findings_are_those_that_the_code_announces() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/workspaces");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let root = entry.unwrap().path();
        let workspace = load(&Request { paths: vec![root.clone()], ..Request::default() }).unwrap();
        let analysis = analyze(&workspace, &Options::default());
        let found: BTreeSet<(String, u32, String)> = analysis
            .diagnostics
            .iter()
            .map(|one| {
                let span = one.finding.primary.span;
                let source = workspace.sources.get(span.file);
                (source.path.clone(), workspace.sources.start(span).line, one.rule.to_owned())
            })
            .collect();
        let mut announced = BTreeSet::new();
        for (_, source) in workspace.sources.iter() {
            for (index, line) in source.text.lines().enumerate() {
                // What the map says stands behind `//=`.
                let line = line.split_once("//= ").map_or(line, |(line, _)| line);
                if let Some((_, rules)) = line.split_once("//~ ") {
                    for rule in rules.split_whitespace() {
                        announced.insert((source.path.clone(), index as u32 + 1, rule.to_owned()));
                    }
                }
            }
        }
        assert!(!announced.is_empty(), "{}: no `//~` comment", root.display());
        let missing: Vec<_> = announced.difference(&found).collect();
        let extra: Vec<_> = found.difference(&announced).collect();
        assert!(missing.is_empty() && extra.is_empty(), "not found: {missing:#?}\nnot announced: {extra:#?}");
        checked += 1;
    }
    assert!(checked > 0);
}
