//! The map as a picture: what the README shows is what the program prints, and big programs are drawn by module.

use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, map_dot, map_mermaid};
use std::fmt::Write;
use std::path::Path;

const BEGIN: &str = "<!-- map of the chat server: written by the test `the_readme_shows_the_map` -->\n```mermaid\n";
const END: &str = "```\n<!-- end of the map -->";

#[test]
fn the_readme_shows_the_map() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let chat = root.join("test-fixtures/workspaces/chat-server");
    let workspace = load(&Request { paths: vec![chat], ..Request::default() }).unwrap();
    let picture = map_mermaid(&workspace, &Options::default());
    let (before, rest) = readme.split_once(BEGIN).expect("the README has a place for the map");
    let (shown, after) = rest.split_once(END).expect("the map ends");
    if shown == picture {
        return;
    }
    if std::env::var("TETHER_BLESS").is_ok() {
        std::fs::write(path, format!("{before}{BEGIN}{picture}{END}{after}")).unwrap();
    } else {
        panic!("the README shows another map: TETHER_BLESS=1 cargo test picture");
    }
}

/// So many tasks, in two modules that talk to each other.
fn program(tasks: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("mod other;\npub async fn start() {\n");
    for _ in 0..tasks {
        text.push_str("    tokio::spawn(async { println!(\"a \\\"quoted\\\" text\") });\n");
    }
    text.push_str("    let (tx, rx) = tokio::sync::mpsc::unbounded_channel();\n");
    text.push_str("    tokio::spawn(other::read(rx));\n    let _ = tx.send(1_u8);\n}\n");
    std::fs::write(folder.path().join("lib.rs"), text).unwrap();
    let mut other = String::from("pub async fn read(mut rx: tokio::sync::mpsc::UnboundedReceiver<u8>) {\n");
    let _ = writeln!(other, "    while let Some(n) = rx.recv().await {{ println!(\"{{n}}\"); }}\n}}");
    std::fs::write(folder.path().join("other.rs"), other).unwrap();
    folder
}

#[test]
fn a_small_program_is_drawn_task_by_task() {
    let folder = program(3);
    let workspace = load(&Request { paths: vec![folder.path().join("lib.rs")], ..Request::default() }).unwrap();
    let dot = map_dot(&workspace, &Options::default());
    assert!(dot.contains("label=\"4 tasks, 1 channel\""), "{dot}");
    assert_eq!(dot.matches("shape=box").count(), 4, "{dot}");
    assert_eq!(dot.matches("shape=cds").count(), 1, "{dot}");
    assert!(dot.contains("\"c1\" -> \"t4\" [label=\"receives, ends with it\""), "{dot}");
}

#[test]
fn a_big_program_is_drawn_by_module_and_says_so() {
    let folder = program(100);
    let workspace = load(&Request { paths: vec![folder.path().join("lib.rs")], ..Request::default() }).unwrap();
    for text in [map_dot(&workspace, &Options::default()), map_mermaid(&workspace, &Options::default())] {
        assert!(text.contains("101 tasks, 1 channel: more than 100 tasks, so each module is one box"), "{text}");
        assert!(!text.contains("t1"), "{text}");
        assert!(text.contains("101 tasks"), "{text}");
    }
}

/// What a rule finds in a supervisor, a restart loop or a registry is said there, and only there.
#[test]
fn faults_of_supervisors_and_registries_stand_out() {
    let cases = [
        ("dependent-children", "a child is restarted alone that others need"),
        ("restart-order", "a child is started before what it needs"),
        ("unrelated-children", "strangers fall together"),
        ("unbounded-restart", "starts it again at once, for ever"),
        ("registration-without-guard", "leaves entries behind"),
    ];
    for (rule, says) in cases {
        let draw = |case: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(rule).join(case);
            let workspace = load(&Request { paths: vec![path], ..Request::default() }).unwrap();
            map_dot(&workspace, &Options::default())
        };
        let (bad, good) = (draw("bad.rs"), draw("good.rs"));
        assert!(bad.contains(says), "{rule}: {bad}");
        assert!(!good.contains(says), "{rule}: {good}");
    }
}
