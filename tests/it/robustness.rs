//! No text may take the program down.

use cargo_tether::ir::FileIr;
use cargo_tether::source::FileId;
use cargo_tether::syntax::{Options, lower, workers};
use cargo_tether::workspace::{Request, load};
use cargo_tether::{Analysis, analyze, map};
use std::path::Path;

fn read(text: &str) -> FileIr {
    lower(FileId(0), text, &Options { tests: true, ..Options::default() })
}

/// `open` and `close` repeated around a middle, in a function.
fn nested(open: &str, middle: &str, close: &str, count: usize) -> String {
    format!("fn f() {{ let _ = {}{middle}{}; }}", open.repeat(count), close.repeat(count))
}

fn hostile(count: usize) -> Vec<(&'static str, String)> {
    let item = |before: &str, open: &str, middle: &str, close: &str, after: &str| {
        format!("{before}{}{middle}{}{after}", open.repeat(count), close.repeat(count))
    };
    vec![
        ("blocks", nested("{", "1", "}", count)),
        ("parens", nested("(", "1", ")", count)),
        ("brackets", nested("[", "1", "]", count)),
        ("not", nested("!", "true", "", count)),
        ("ref", nested("&", "x", "", count)),
        ("neg", nested("-", "x", "", count)),
        ("deref", nested("*", "x", "", count)),
        ("spaced deref", nested("* ", "x", "", count)),
        ("mut ref", nested("&mut ", "x", "", count)),
        ("ranges", nested(".. ", "x", "", count)),
        ("assign", nested("a = ", "x", "", count)),
        ("compound", nested("a += ", "x", "", count)),
        ("turbofish assign", nested("a::<T>= ", "x", "", count)),
        ("closures", nested("|a| ", "x", "", count)),
        ("closures of two", nested("|a, b| ", "x", "", count)),
        ("empty closures", nested("|| ", "x", "", count)),
        ("move closures", nested("move || ", "x", "", count)),
        ("returns", nested("return ", "x", "", count)),
        ("breaks", nested("break ", "x", "", count)),
        ("if in if", nested("if ", "a", " {}", count)),
        ("match in match", nested("match ", "a", " {}", count)),
        ("if then if", nested("if a { ", "b", " }", count)),
        ("else if", format!("fn f() {{ if a {{}} {} }}", "else if b {} ".repeat(count))),
        ("else if let", format!("fn f() {{ if a {{}} {} }}", "else if let S {} = b {} ".repeat(count))),
        ("if bodies", nested("if if if if {a} {b} {c} {d} { ", "1", " }", count)),
        ("for", nested("for S {} in ", "x", " {}", count)),
        ("while let", nested("while let S {} = ", "x", " {}", count)),
        ("calls", nested("f(", "x", ")", count)),
        ("called", nested("", "f", "()", count)),
        ("indexed", nested("", "f", "[0]", count)),
        ("try", nested("", "f", "?", count)),
        ("fields", nested("", "f", ".a", count)),
        ("numbers", nested("", "f", ".0.0", count)),
        ("casts", nested("", "f", " as u8", count)),
        ("method chain", nested("", "f", ".a()", count)),
        ("method chain with closures", nested("", "f", ".a(|x| x, |y| y)", count)),
        ("sum", nested("1 + ", "1", "", count)),
        ("and", nested("a && ", "b", "", count)),
        ("mixed", nested("a && b == c || ", "b", "", count)),
        ("compare", nested("a < ", "b", "", count)),
        ("structs", nested("S { a: ", "b", " }", count)),
        ("macros", nested("vec![", "1", "]", count)),
        ("unknown macros", nested("m!(", "1", ")", count)),
        ("select", nested("select! { x = ", "y", " => z }", count)),
        ("async", nested("async { ", "1", " }.await", count)),
        ("vec type", item("type A = ", "Vec<", "u8", ">", ";")),
        ("two arguments", item("type A = ", "M<u8, ", "u8", ">", ";")),
        ("const arguments", item("type A = ", "M<{ 0 }, ", "u8", ">", ";")),
        ("qself", item("type A = ", "<", "u8", " as T>::X", ";")),
        ("ref type", item("type A = ", "&", "u8", "", ";")),
        ("named ref type", item("type A = ", "&'a ", "u8", "", ";")),
        ("pointer type", item("type A = ", "*const ", "u8", "", ";")),
        ("fn type", item("type A = ", "fn() -> ", "u8", "", ";")),
        ("for fn type", item("type A = ", "for<'a, 'b> fn(u8, u8) -> ", "u8", "", ";")),
        ("impl type", item("fn f() -> ", "impl Fn() -> ", "u8", "", " {}")),
        ("box dyn", item("type A = ", "Box<dyn Fn(u8) -> ", "u8", ">", ";")),
        ("tuple type", item("type A = ", "(", "u8,", ")", ";")),
        ("slice type", item("type A = ", "[", "u8", "]", ";")),
        ("ref pattern", item("fn f(", "&", "x", "", ": u8) {}")),
        ("at pattern", item("fn f(", "x @ ", "x", "", ": u8) {}")),
        ("tuple pattern", item("fn f(", "(", "x", ",)", ": u8) {}")),
        ("or pattern", item("fn f() { match x { ", "a | ", "x", "", " => {} } }")),
        ("use path", item("use ", "a::", "b", "", ";")),
        ("use groups", item("use ", "a::{", "b", "}", ";")),
        ("modules", item("", "mod a { ", "", " }", "")),
        ("functions", item("", "fn a() { ", "", " }", "")),
        ("attributes", item("#[cfg(", "all(", "x", ")", ")] fn f() {}")),
        ("unclosed", "(".repeat(count)),
        ("unopened", ")".repeat(count)),
        ("block comments", "/*".repeat(count)),
        ("long line", format!("fn f() {{ {} }}", "ä(\"ö\"); ".repeat(count))),
        ("quotes", "'".repeat(count)),
        ("hashes", format!("r{}\"", "#".repeat(count))),
    ]
}

#[test]
fn nothing_overflows_the_stack() {
    let pool = workers(Some(2));
    pool.install(|| {
        for count in [100, 590, 1_000, 5_000, 20_000, 50_000] {
            for (name, text) in hostile(count) {
                let ir = read(&text);
                if std::env::var("TETHER_SHOW").is_ok() {
                    println!("{count} {name}: {:?}", ir.error.as_ref().map(|error| &error.message));
                }
            }
        }
    });
}

/// A whole run over a folder, the map included.
fn run(folder: &Path) -> Analysis {
    let workspace = load(&Request { paths: vec![folder.to_owned()], ..Request::default() }).unwrap();
    let options = cargo_tether::Options { tests: true, ..cargo_tether::Options::default() };
    assert!(map(&workspace, &options).is_object());
    analyze(&workspace, &options)
}

#[test]
fn a_whole_run_survives_what_nests_as_deeply_as_it_may() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut expected = 0;
    for count in [120, 5_000] {
        for (index, (_, text)) in hostile(count).into_iter().enumerate() {
            let task = "fn g() { tokio::spawn(async move { loop { f().await; } }); }";
            std::fs::write(folder.path().join(format!("t{count}_{index}.rs")), format!("{task}\n{text}")).unwrap();
            expected += 1;
        }
    }
    std::fs::write(folder.path().join("sum.rs"), nested("f() + ", "g()", "", 50_000)).unwrap();
    std::fs::write(folder.path().join("chain.rs"), nested("", "f", ".a()", 20_000)).unwrap();
    let analysis = run(folder.path());
    assert_eq!(analysis.stats.files, expected + 2);
    assert!(analysis.diagnostics.iter().any(|one| one.rule == "detached-loop"));
}

#[test]
fn what_refers_to_itself_comes_to_an_end() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = r#"
        async fn wait(mut stop: Pin<Box<dyn Future<Output = ()> + Send>>) {
            let more = std::future::pending();
            stop = Box::pin(async move { tokio::select! { _ = stop => {} _ = more => {} } });
            tokio::spawn(async move { stop.await });
        }
        fn again() { let f = || again(); std::thread::spawn(f); }
        fn closure() { let f = |n| f(n); tokio::spawn(async move { f(1) }); }
        async fn ping() { pong().await } async fn pong() { Box::pin(ping()).await }
        type A = B; type B = A; struct S(A); impl S { fn a(self) -> S { self.a() } }
        trait T { fn t(&self); } impl<X: T> T for X { fn t(&self) { self.t() } }
        mod m { pub use super::m::*; pub use self::n as n; }
        fn all(s: S, x: impl T) { tokio::spawn(async move { s.a(); x.t(); ping().await; m::n::o(); }); }
    "#;
    std::fs::write(folder.path().join("a.rs"), text).unwrap();
    assert_eq!(run(folder.path()).stats.unparsed_files, 0);
}

#[test]
fn long_chains_are_read() {
    assert_eq!(read(&nested("1 + ", "1", "", 50_000)).error, None);
    assert_eq!(read(&nested("a == b || ", "c", "", 5_000)).error, None);
    assert_eq!(read(&nested("", "f", ".a()", 1_900)).error, None);
    assert_eq!(
        read(&format!("const A: [u8; 3] = [{}];", "1 << 3, A | B, -1, |x, y| x, a..b, ".repeat(2_000))).error,
        None
    );
    let ranges = format!("fn f() {{ match x {{ {} 'z' => {{}} }} }}", "'a'..='b' | ".repeat(2_000));
    assert_eq!(read(&ranges).error, None);
    assert!(read(&nested("(", "1", ")", 5_000)).error.is_some_and(|error| error.message.contains("too deeply")));
}

#[test]
fn broken_texts_have_an_error_and_no_items() {
    for text in
        ["fn f( {", "fn f() { let x = ; }", "\u{feff}fn", "#!/usr/bin/env run\nfn f() { ( }", "\"", "'", "/*", "r#\""]
    {
        let ir = read(text);
        assert!(ir.error.is_some(), "{text:?}");
        assert!(ir.items.is_empty());
    }
}

/// Every prefix of a text with all kinds of tokens, and that text with each byte replaced.
#[test]
fn truncated_and_changed_texts_are_survived() {
    let text = include_str!("robustness.rs");
    let text = &text[text.len().saturating_sub(2_500)..];
    let start = text.find("#[test]").unwrap_or(0);
    let text = &text[start..];
    workers(Some(2)).install(|| {
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            read(&text[..at]);
            let rest = text[at..].chars().next().map_or("", |char| &text[at + char.len_utf8()..]);
            for put in ["", "\"", "(", "'", "!", "ß", "r#", "=>", "$"] {
                if at % 3 == 0 {
                    read(&format!("{}{put}{rest}", &text[..at]));
                }
            }
        }
    });
}

#[test]
fn random_bytes_are_survived() {
    const WORDS: [&str; 40] = [
        "fn",
        "f",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "<",
        ">",
        "::",
        "let",
        "=",
        ";",
        ",",
        "|",
        "||",
        "&",
        "if",
        "else",
        "match",
        "=>",
        "select!",
        "vec!",
        "\"a{b}\"",
        "'a",
        "'x'",
        "1",
        "1.0",
        "..",
        "async",
        "await",
        ".",
        "?",
        "#",
        "!",
        "impl",
        "macro_rules!",
        "$x:expr",
        "loop",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let texts: Vec<String> = (0..600)
        .map(|round| {
            let len = next() % 120;
            if round % 3 == 0 {
                let bytes: Vec<u8> = (0..len).map(|_| next() as u8).collect();
                String::from_utf8_lossy(&bytes).into_owned()
            } else {
                let words: Vec<&str> = (0..len).map(|_| WORDS[(next() % 40) as usize]).collect();
                let text = words.join(if round % 2 == 0 { " " } else { "" });
                if round % 3 == 1 { format!("fn f() {{ {text} }}") } else { text }
            }
        })
        .collect();
    workers(Some(2)).install(|| {
        for text in &texts {
            read(text);
        }
    });
}

#[test]
fn macros_that_call_themselves_come_to_an_end() {
    let texts = [
        "macro_rules! a { ($x:expr) => { a!(($x, $x, loop {})) } } fn f() { a!(1); }",
        "macro_rules! a { ($($x:tt)*) => { a!($($x)* $($x)* loop) } } fn f() { a!(x); }",
        "macro_rules! a { () => { fn g() { a!(); a!(); loop {} } a!(); a!(); a!(); } } a!();",
        "macro_rules! a { ($($x:expr),*) => { $(spawn($x, $($x),*);)* } } fn f() { a!(1, 2, 3); }",
        "macro_rules! a { ($($($x:ident)*),*) => { $($(loop { $x })*)* } } fn f() { a!(a b, c); }",
        "macro_rules! a { ($x:ident) => { loop { $y $($z)* ${count(x)} } } } fn f() { a!(x); }",
        "macro_rules! a { loop } fn f() { a!(x); }",
        "macro_rules! a { ($x:foo) => { loop {} } ; ($) => { loop {} } } fn f() { a!(x); }",
    ];
    for text in texts {
        assert_eq!(read(text).error, None, "{text}");
    }
    let wrap = format!("macro_rules! w {{ ($x:expr) => {{ {}$x{} }} }}", "loop { ".repeat(90), " }".repeat(90));
    for depth in [1, 5, 16, 40] {
        let calls = format!("{}1{}", "w!(".repeat(depth), ")".repeat(depth));
        read(&format!("{wrap} fn f() {{ {calls}; }}"));
    }
    let list = "1 + 2, ".repeat(20_000);
    read(&format!("macro_rules! l {{ ($($x:expr),* $(,)?) => {{ loop {{ $($x;)* }} }} }} fn f() {{ l!({list}); }}"));
}
