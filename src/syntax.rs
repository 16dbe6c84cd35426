//! One text in, one [`FileIr`] out: the only place that names `syn`, `quote` or `proc_macro2`.
//!
//! Items go through `syn`, and so do bodies that hold anything unusual; the others are read from tokens (`plain`).
//!
//! Knows nothing of other files but their `macro_rules!` definitions, and never fails: what cannot be parsed
//! has its error in the `FileIr`. Both `syn` and the lowering recurse as deep as the text nests, so that work is
//! done on threads with big stacks ([`workers`]) and a text that nests too deeply is refused before it is parsed.

mod alternatives;
mod body;
mod comments;
mod depth;
mod grammar;
mod impls;
mod items;
mod live;
mod macros;
mod paste;
mod plain;
mod rules;
mod scan;
mod text;
mod types;

use crate::ir::{Attrs, Body, Expansion, FileIr, PathRef, Segment, SyntaxError};
use crate::source::{FileId, Name, Span};
use live::Sees;
use plain::Plain;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::rc::Rc;
use text::Text;

pub use rules::MacroDefs;

/// What to lower.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether tests are lowered: what is under `#[cfg(test)]`, and test functions.
    pub tests: bool,
    /// Whether the parser sees all of a text, also what is not lowered. It makes no difference but to the time.
    pub whole: bool,
    /// Whether the parser sees plain bodies, too. It makes no difference but to the time.
    pub by_tree: bool,
}

/// Stack of a worker. What the depth check lets through needs less in a debug build, too.
const STACK: usize = 64 << 20;

thread_local! {
    static BIG_STACK: Cell<bool> = const { Cell::new(false) };
    /// Names that this worker has interned before: the table of all names is behind locks.
    static NAMES: Cell<FxHashMap<&'static str, Name>> = Cell::default();
}

/// Threads that can lower any text; as many as there are cores unless said otherwise.
///
/// # Panics
///
/// When the system gives no threads.
pub fn workers(threads: Option<usize>) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(STACK)
        .start_handler(|_| BIG_STACK.set(true))
        .build()
        .expect("threads can be started")
}

/// A text to lower, and where it belongs.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The file.
    pub file: FileId,
    /// Its text, without a byte-order mark.
    pub text: &'a str,
    /// The crate that it belongs to: its `macro_rules!` hold there.
    pub group: u32,
    /// The name of that crate, for `$crate` in other crates.
    pub crate_name: Name,
}

/// Lowers all texts of a program: first finds their `macro_rules!`, then lowers with these, in order of `files`.
pub fn lower_all(files: &[Input<'_>], options: &Options, pool: &rayon::ThreadPool) -> Vec<FileIr> {
    pool.install(|| {
        let defs = macro_defs(files);
        files.par_iter().map(|file| lower_with(file, &defs, options)).collect()
    })
}

/// The `macro_rules!` of texts.
pub fn macro_defs(files: &[Input<'_>]) -> MacroDefs {
    let found: Vec<_> =
        files.par_iter().map(|file| rules::definitions(file.file, file.group, file.crate_name, file.text)).collect();
    MacroDefs::new(found.into_iter().flatten())
}

/// Lowers one text with these definitions.
///
/// Best called in a [`workers`] pool; elsewhere it starts a thread of its own for the stack.
pub fn lower_with(input: &Input<'_>, defs: &MacroDefs, options: &Options) -> FileIr {
    on_big_stack(|| {
        // A panic of a parser is a fault of its own; it must not take the other files along.
        let lowered = std::panic::catch_unwind(|| lower_here(input, defs, options));
        lowered.unwrap_or_else(|_| {
            proc_macro2::extra::invalidate_current_thread_spans();
            let span = Span::new(input.file, 0, 0);
            let message = "could not be read: the parser failed".to_owned();
            FileIr { error: Some(SyntaxError { span, message }), ..nothing(input.file) }
        })
    })
}

/// Lowers one text, without the macros of other files.
///
/// Best called in a [`workers`] pool; elsewhere it starts a thread of its own for the stack.
pub fn lower(file: FileId, source: &str, options: &Options) -> FileIr {
    let input = Input { file, text: source, group: 0, crate_name: Name::from("crate") };
    let defs = MacroDefs::new(rules::definitions(file, 0, input.crate_name, source));
    lower_with(&input, &defs, options)
}

/// Runs `work` on a thread with a big stack: this one, if it is a worker.
fn on_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if BIG_STACK.get() {
        return work();
    }
    std::thread::scope(|scope| {
        let run = move || {
            BIG_STACK.set(true);
            work()
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.expect("a thread can be started").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Lowers a text on a thread that has the stack for it.
fn lower_here(input: &Input<'_>, defs: &MacroDefs, options: &Options) -> FileIr {
    let plain = if options.whole || options.by_tree { None } else { lower_seeing(input, defs, options, Sees::Frame) };
    let sees = if options.whole { Sees::Whole } else { Sees::Live };
    plain.or_else(|| lower_seeing(input, defs, options, sees)).unwrap_or_else(|| nothing(input.file))
}

/// Lowers a text of which the parser sees so much; nothing if that is not all that it must see.
fn lower_seeing(input: &Input<'_>, defs: &MacroDefs, options: &Options, sees: Sees) -> Option<FileIr> {
    let Input { file, text: source, .. } = *input;
    let mut ir = nothing(file);
    let base = code_start(source);
    ir.suppressions = comments::suppressions(file, source, base);
    let mut live = match live::live(source, base, options.tests, sees) {
        Ok(live) => live,
        Err((lo, hi)) => {
            let message = "nests too deeply to be read".to_owned();
            ir.error = Some(SyntaxError { span: Span::new(file, lo as u32, hi as u32), message });
            return Some(ir);
        }
    };
    let mut plain = std::mem::take(&mut live.plain);
    let parsed = live.text.parse::<proc_macro2::TokenStream>().map_err(|error| (error.span(), error.to_string()));
    let parsed = match (sees, parsed) {
        (Sees::Frame, parsed) => Ok(syn::parse2::<syn::File>(plain.take_calls(parsed.ok()?)?).ok()?),
        (_, parsed) => parsed.and_then(|tokens| {
            syn::parse2::<syn::File>(tokens).map_err(|error| (error.span(), error.to_string())).or_else(|error| {
                let again = live.text.parse().ok().and_then(impls::without_visibility);
                again.and_then(|tokens| syn::parse2(tokens).ok()).ok_or(error)
            })
        }),
    };
    let mut lower = Lower {
        file,
        text: Text::new(source, live),
        plain,
        bodies: Vec::new(),
        scratch: Vec::new(),
        opaque_macros: 0,
        expansions: Vec::new(),
        tests: options.tests,
        names: NAMES.take(),
        nesting: 0,
        calls: Vec::new(),
        expansion_tokens: rules::budget(),
        defs,
        group: input.group,
        rules: FxHashMap::default(),
        renamed: FxHashMap::default(),
    };
    match parsed {
        Ok(parsed) => {
            ir.attrs = lower.attrs(&parsed.attrs);
            if options.tests || !types::never_without_tests(&ir.attrs.cfg) {
                ir.items = lower.items(&parsed.items);
            }
        }
        Err((span, message)) => {
            let (lo, hi) = (lower.text.lo(span), lower.text.hi(span));
            ir.error = Some(SyntaxError { span: Span::new(file, lo, hi.max(lo)), message });
        }
    }
    NAMES.set(lower.names);
    ir.bodies = lower.bodies;
    ir.opaque_macros = lower.opaque_macros;
    ir.expansions = lower.expansions;
    // Else each text ever parsed on this thread stays in memory.
    proc_macro2::extra::invalidate_current_thread_spans();
    if lower.plain.failed() {
        return None;
    }
    Some(ir)
}

/// A file that says nothing.
fn nothing(file: FileId) -> FileIr {
    FileIr {
        file,
        items: Vec::new(),
        bodies: Vec::new(),
        suppressions: Vec::new(),
        error: None,
        opaque_macros: 0,
        expansions: Vec::new(),
        attrs: Attrs::default(),
    }
}

/// A file on its way.
struct Lower<'a> {
    file: FileId,
    text: Text<'a>,
    plain: Plain,
    bodies: Vec<Body>,
    /// One for each level of bodies within bodies.
    scratch: Vec<body::Scratch>,
    opaque_macros: u32,
    expansions: Vec<Expansion>,
    tests: bool,
    names: FxHashMap<&'static str, Name>,
    /// How many macro calls stand around this place.
    nesting: u32,
    /// The calls whose expansions are being lowered; those of which all tokens are the reader's own have no range.
    calls: Vec<Option<(u32, u32)>>,
    /// How many tokens may still come from expansions.
    expansion_tokens: usize,
    defs: &'a MacroDefs,
    group: u32,
    /// Definitions that were used, parsed: by name and place in the list of that name.
    rules: FxHashMap<(Name, usize), Rc<Vec<rules::Rule>>>,
    /// Names that the file's imports give to what may be a macro (`use tokio::select as pick`), with its own name.
    renamed: FxHashMap<Name, Name>,
}

/// Where the code begins: after a shebang line.
fn code_start(source: &str) -> usize {
    let Some(rest) = source.strip_prefix("#!") else { return 0 };
    // `#![…]`, with whatever stands between, is an attribute.
    if rest.trim_start().starts_with('[') {
        return 0;
    }
    memchr::memchr(b'\n', source.as_bytes()).unwrap_or(source.len())
}

/// The path of one name.
fn plain_path(name: Name) -> PathRef {
    PathRef { global: false, qself: None, segments: Box::new([Segment { name, args: None }]) }
}
