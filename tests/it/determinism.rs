//! The same bytes come out with one worker and with eight, and in any order of files.

use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, analyze, map, render};
use std::path::Path;

#[test]
fn the_number_of_workers_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["test-fixtures/workspaces/chat-server", "."] {
        let request = Request { paths: vec![root.join(folder)], workspace: true, ..Request::default() };
        let outputs: Vec<[String; 3]> = [1, 8]
            .map(|threads| {
                let workspace = load(&request).unwrap();
                let options = Options { threads, ..Options::default() };
                let analysis = analyze(&workspace, &options);
                [
                    render::short::render(&analysis.diagnostics, &workspace.sources),
                    render::json::render(&analysis.diagnostics, &workspace, render::human::Style::PLAIN),
                    map(&workspace, &options).to_string(),
                ]
            })
            .into();
        assert!(outputs[0] == outputs[1], "{folder}: the output depends on the number of workers");
    }
}

#[test]
fn the_order_of_files_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/workspaces/chat-server/crates");
    let mut paths: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 2);
    let run = |paths: Vec<std::path::PathBuf>| {
        let workspace = load(&Request { paths, ..Request::default() }).unwrap();
        let analysis = analyze(&workspace, &Options::default());
        [
            render::short::render(&analysis.diagnostics, &workspace.sources),
            map(&workspace, &Options::default()).to_string(),
        ]
    };
    let forward = run(paths.clone());
    assert!(!forward[0].is_empty());
    for _ in 1..paths.len() {
        paths.rotate_left(1);
        assert!(forward == run(paths.clone()), "the output depends on the order {paths:?}");
    }
    paths.reverse();
    assert!(forward == run(paths), "the output depends on the order of the arguments");
}
