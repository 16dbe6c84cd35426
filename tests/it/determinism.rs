//! The same bytes come out with one worker and with eight.

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
