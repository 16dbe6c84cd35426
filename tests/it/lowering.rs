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
