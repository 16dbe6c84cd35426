//! What `syntax` makes of texts.

use cargo_tether::source::FileId;
use cargo_tether::syntax::{Options, lower};

/// Reads every file below `TETHER_LOWER` (or the registry's sources): none that `syn` can parse may have an error.
#[test]
#[ignore = "reads real code: set TETHER_LOWER"]
fn real_code() {
    let root = std::env::var("TETHER_LOWER").expect("TETHER_LOWER names a folder");
    let pool = cargo_tether::syntax::workers(Some(1));
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
            let ir = lower(FileId(0), text, &Options { tests: true });
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
