//! What `syntax` makes of texts.

use cargo_tether::ir::dump::dump;
use cargo_tether::ir::{ExprKind, FileIr};
use cargo_tether::source::{FileId, Name};
use cargo_tether::syntax::{Input, Options, lower, lower_all, workers};

/// Reads every file below `TETHER_LOWER` (or the registry's sources): none that `syn` can parse may have an error.
#[test]
#[ignore = "reads real code: set TETHER_LOWER"]
fn real_code() {
    let root = std::env::var("TETHER_LOWER").expect("TETHER_LOWER names a folder");
    let pool = workers(Some(1));
    let (mut files, mut bytes, mut ours, mut theirs) = (0, 0, 0.0, 0.0);
    let (mut opaque, mut exprs) = (0, 0);
    for entry in walkdir::WalkDir::new(root).into_iter().flatten() {
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let (ir, parses, mine, bare) = pool.install(|| {
            let start = std::time::Instant::now();
            let parses = syn::parse_file(text).is_ok();
            let bare = start.elapsed().as_secs_f64();
            proc_macro2::extra::invalidate_current_thread_spans();
            let start = std::time::Instant::now();
            let ir = lower(FileId(0), text, &Options { tests: true, ..Options::default() });
            (ir, parses, start.elapsed().as_secs_f64(), bare)
        });
        if parses != ir.error.is_none() {
            println!("{}: syn {parses}, {:?}", entry.path().display(), ir.error);
        }
        ours += mine;
        theirs += bare;
        files += 1;
        bytes += text.len();
        opaque += ir.opaque_macros;
        exprs += ir.bodies.iter().map(|body| body.exprs.len()).sum::<usize>();
    }
    println!("{files} files, {bytes} bytes, {exprs} expressions, {opaque} opaque macros");
    println!("bare {theirs:.3} s, lowered {ours:.3} s, {:.2}", ours / theirs);
}

/// What both ways make of a text: by `syn`'s tree, and plain bodies straight from tokens.
fn both_ways(text: &str, tests: bool) -> [String; 2] {
    [false, true].map(|by_tree| {
        let ir = lower(FileId(0), text, &Options { tests, by_tree, ..Options::default() });
        match ir.error {
            Some(error) => format!("{error:?}"),
            None => format!("{ir:?}"),
        }
    })
}

/// All Rust files below the project's folders.
fn own_files() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src", "rules", "tests", "test-fixtures"].map(|folder| root.join(folder));
    let entries = folders.into_iter().flat_map(walkdir::WalkDir::new).flatten();
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let mut files: Vec<_> = files.map(walkdir::DirEntry::into_path).collect();
    files.sort();
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect()
}

#[test]
fn plain_bodies_say_the_same_as_their_trees() {
    for text in own_files() {
        for tests in [false, true] {
            let [plain, tree] = both_ways(&text, tests);
            assert!(plain == tree, "not the same of {text}");
        }
    }
}

/// One token left out, doubled or put elsewhere: what is an error is one in both ways, and the same one.
#[test]
fn broken_bodies_say_the_same_as_their_trees() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |count: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % count as u64) as usize
    };
    let mut broken = 0;
    for text in own_files().iter().filter(|text| text.len() < 20_000) {
        let tokens: Vec<&str> = text.split_inclusive(|char: char| !char.is_alphanumeric() && char != '_').collect();
        let (at, other) = (below(tokens.len()), below(tokens.len()));
        let changed = match below(3) {
            0 => [&tokens[..at], &tokens[at + 1..]].concat(),
            1 => [&tokens[..at], &[tokens[at]], &tokens[at..]].concat(),
            _ => [&tokens[..at], &[tokens[other]], &tokens[at..]].concat(),
        };
        let changed = changed.concat();
        let [plain, tree] = both_ways(&changed, true);
        broken += usize::from(tree.starts_with("SyntaxError"));
        assert!(plain == tree, "not the same of {changed}");
    }
    assert!(broken > 100, "{broken}");
}

fn suppressions(text: &str) -> Vec<String> {
    lower(FileId(0), text, &Options::default())
        .suppressions
        .iter()
        .map(|comment| {
            let rules: Vec<&str> = comment.rules.iter().map(|(name, _)| name.as_str()).collect();
            let target = &text[comment.target.lo as usize..comment.target.hi as usize];
            let target = if comment.whole_file { "file" } else { target.trim() };
            match &comment.malformed {
                Some(message) => message.clone(),
                None => format!("{} {:?} -> {target}", rules.join("+"), comment.reason.as_deref().unwrap_or("")),
            }
        })
        .collect()
}

#[test]
fn comments_suppress_their_own_line_or_the_next_code() {
    let text = "// tether: allow-file(a, reason = \"b \\\"c\\\"\")\r\nfn f() {\r\n    // tether:allow(x, y)\r\n    // words\r\n    /// doc\r\n    #[allow(unused)]\r\n    g(); // tether: allow(z)\r\n    /* tether: allow(q) */ h();\r\n}\r\n// tether: allow(end)\r\n";
    assert_eq!(
        suppressions(text),
        [
            "a \"b \\\"c\\\"\" -> file",
            "x+y \"\" -> g(); // tether: allow(z)",
            "z \"\" -> g(); // tether: allow(z)",
            "q \"\" -> /* tether: allow(q) */ h();",
            "end \"\" -> ",
        ]
    );
}

#[test]
fn malformed_comments_say_what_is_wrong() {
    let text = "//tether: deny(x)\n// tether: allow\n// tether: allow()\n// tether: allow(a b)\n// tether: allow(a, reason = b)\n// tether: allow(a\n// tether: allow(reason = \"b\")\n/// tether: allow(doc)\nconst A: &str = \"// tether: allow(string)\";";
    assert_eq!(
        suppressions(text),
        [
            "expected `allow(…)` or `allow-file(…)`",
            "expected `(` with the names of rules",
            "names no rule",
            "expected `,` or `)`",
            "expected a text in quotes after `reason =`",
            "expected `)`",
            "names no rule",
        ]
    );
}

/// Each `test-fixtures/lowering/x.rs` beside its `x.ir`; `TETHER_BLESS=1` writes what comes out.
#[test]
fn fixtures_are_lowered_as_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/lowering");
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a fixture");
        let ir = lower(FileId(0), &text, &Options::default());
        check(&text, &ir);
        let dumped = dump(&ir);
        let expected = entry.path().with_extension("ir");
        if std::env::var_os("TETHER_BLESS").is_some() {
            std::fs::write(&expected, &dumped).expect("written");
        }
        let written = std::fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n");
        assert!(dumped == written, "{} differs:\n{dumped}", expected.display());
        seen += 1;
    }
    assert!(seen > 0);
}

/// What holds for every IR: ranges lie in the text on characters, children come before their parents.
fn check(text: &str, ir: &FileIr) {
    for body in &ir.bodies {
        assert!((body.root.0 as usize) < body.exprs.len());
        for expr in &body.exprs {
            assert!(text.get(expr.lo as usize..expr.hi as usize).is_some());
        }
        for pat in &body.pats {
            assert!(text.get(pat.lo as usize..pat.hi as usize).is_some());
        }
        for binding in &body.bindings {
            assert!(text.get(binding.lo as usize..binding.hi as usize).is_some());
        }
        for (index, expr) in body.exprs.iter().enumerate() {
            if let ExprKind::MethodCall { receiver, args, .. } = &expr.kind {
                assert!((receiver.0 as usize) < index && args.iter().all(|arg| (arg.0 as usize) < index));
            }
        }
    }
}

/// The texts of all expressions that are method calls or paths.
fn texts(text: &str) -> Vec<&str> {
    let ir = lower(FileId(0), text, &Options::default());
    assert_eq!(ir.error, None);
    check(text, &ir);
    let exprs = ir.bodies.iter().flat_map(|body| &body.exprs);
    exprs
        .filter(|expr| !matches!(expr.kind, ExprKind::Block { .. } | ExprKind::Path(_) | ExprKind::Lit(_)))
        .map(|expr| &text[expr.lo as usize..expr.hi as usize])
        .collect()
}

#[test]
fn ranges_are_bytes() {
    let text = "#!/usr/bin/env run-cargo-script\r\n// ä→𝄞\r\nfn f(größe: u8) {\r\n    /* é */ größe.ü(\"→\", 'ß') /* ö */ .await;\r\n    (größe + 1).x();\r\n    'a: loop { g::<u8>(größe)[1]? as Vec<u8> }\r\n}\r\n";
    assert_eq!(
        texts(text),
        [
            "größe",
            "größe.ü(\"→\", 'ß')",
            "größe.ü(\"→\", 'ß') /* ö */ .await",
            "größe",
            "größe + 1",
            "(größe + 1).x()",
            "größe",
            "g::<u8>(größe)",
            "g::<u8>(größe)[1]",
            "g::<u8>(größe)[1]?",
            "g::<u8>(größe)[1]? as Vec<u8>",
            "loop { g::<u8>(größe)[1]? as Vec<u8> }",
        ]
    );
}

#[test]
fn an_expansion_lies_at_its_call() {
    let text = "macro_rules! go { ($e:expr) => { spawn(async { $e.await }) } }\nfn f(x: u8) { go!(x.run()); }";
    assert_eq!(texts(text), ["x", "x.run()", "go!(x.run())", "go!(x.run())", "go!(x.run())"]);
}

#[test]
fn macros_are_known_in_their_crate_and_exported_ones_everywhere() {
    let one = "#[macro_export] macro_rules! out { () => { $crate::spawn() } }\nmacro_rules! own { () => { loop {} } }";
    let two = "fn f() { out!(); own!(); one::out!(); }";
    let three = "fn g() { own!(); out!(); }";
    let input = |file, text, group, name: &str| Input { file: FileId(file), text, group, crate_name: Name::from(name) };
    let files = [input(0, one, 1, "one"), input(1, two, 2, "two"), input(2, three, 1, "one")];
    for threads in [1, 2] {
        let irs = lower_all(&files, &Options::default(), &workers(Some(threads)));
        let dumped: Vec<String> = irs.iter().map(dump).collect();
        assert_eq!(
            dumped[1..],
            [
                "fn f()\n  (block\n    (call ::one::spawn);\n    (own! Unknown);\n    (call ::one::spawn);)\n",
                "fn g()\n  (block\n    (loop (block));\n    (call crate::spawn);)\n",
            ]
        );
    }
}
