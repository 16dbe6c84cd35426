//! Whether an item is compiled at all: `cfg` predicates over three values.
//!
//! Assumes a Linux machine of the x86-64 kind with debug assertions. Knows a crate's default features, and nothing
//! of build scripts: what they may set is [`Enabled::Maybe`].

use crate::ir::Cfg;

/// Whether a `cfg` holds. Ordered: what is on wins over what may be, that over what is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Enabled {
    /// Not compiled.
    Off,
    /// Depends on what is not known here.
    Maybe,
    /// Compiled.
    On,
}

impl std::ops::Not for Enabled {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Off => Self::On,
            Self::Maybe => Self::Maybe,
            Self::On => Self::Off,
        }
    }
}

impl From<bool> for Enabled {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// Whether all of `predicates` hold.
pub fn all(predicates: &[Cfg], features: &[String], test: bool) -> Enabled {
    predicates.iter().map(|cfg| eval(cfg, features, test, 0)).min().unwrap_or(Enabled::On)
}

/// Whether `predicates` can hold in test builds only, or where a feature that stands for tests is on, too.
pub fn needs_test(predicates: &[Cfg], features: &[String]) -> bool {
    !predicates.is_empty()
        && predicates.iter().map(|cfg| without_test(cfg, features, 0)).min() == Some(Enabled::Off)
        && all(predicates, features, true) != Enabled::Off
}

/// Whether a predicate asks for test builds.
fn names_test(cfg: &Cfg, depth: u32) -> bool {
    match cfg {
        Cfg::Flag(name) => *name == "test",
        Cfg::All(parts) | Cfg::Any(parts) => depth < DEPTH && parts.iter().any(|part| names_test(part, depth + 1)),
        Cfg::Is(..) | Cfg::Not(_) => false,
    }
}

/// Whether a predicate holds in no test build, for somebody who switches on no feature that the predicate itself
/// puts beside `test`: `any(test, feature = "test-utils")`.
fn without_test(cfg: &Cfg, features: &[String], depth: u32) -> Enabled {
    match cfg {
        Cfg::Any(parts) if depth < DEPTH && parts.iter().any(|part| names_test(part, depth + 1)) => parts
            .iter()
            .filter(|part| !is_for_tests(part, features))
            .map(|part| without_test(part, features, depth + 1))
            .max()
            .unwrap_or(Enabled::Off),
        Cfg::All(parts) if depth < DEPTH => {
            parts.iter().map(|part| without_test(part, features, depth + 1)).min().unwrap_or(Enabled::On)
        }
        _ => eval(cfg, features, false, depth),
    }
}

/// A feature that is off unless asked for, and whose name says what it is for.
fn is_for_tests(cfg: &Cfg, features: &[String]) -> bool {
    let Cfg::Is(key, value) = cfg else { return false };
    let words = ["test", "tests", "testing", "bench", "benches", "benchmark", "benchmarks", "mock", "mocks", "fuzzing"];
    *key == "feature"
        && !features.iter().any(|on| *value == on.as_str())
        && value.as_str().split(['-', '_']).any(|word| words.contains(&word))
}

/// Predicates nested deeper than anybody writes are not looked into.
const DEPTH: u32 = 64;

fn eval(cfg: &Cfg, features: &[String], test: bool, depth: u32) -> Enabled {
    if depth > DEPTH {
        return Enabled::Maybe;
    }
    match cfg {
        Cfg::Flag(name) => flag(name.as_str(), test),
        Cfg::Is(key, value) => is(key.as_str(), value.as_str(), features),
        Cfg::All(parts) => parts.iter().map(|part| eval(part, features, test, depth + 1)).min().unwrap_or(Enabled::On),
        Cfg::Any(parts) => parts.iter().map(|part| eval(part, features, test, depth + 1)).max().unwrap_or(Enabled::Off),
        Cfg::Not(part) => !eval(part, features, test, depth + 1),
    }
}

fn flag(name: &str, test: bool) -> Enabled {
    match name {
        "test" => test.into(),
        "unix" | "debug_assertions" | "panic_unwind" | "true" => Enabled::On,
        "windows" | "loom" | "miri" | "shuttle" | "kani" | "fuzzing" | "doc" | "docsrs" | "doctest"
        | "tokio_unstable" | "tokio_taskdump" | "tokio_uring" | "wasm" | "wasm_browser" | "wasm32" | "tarpaulin"
        | "coverage" | "coverage_nightly" | "nightly" | "clippy" | "rust_analyzer" | "false" => Enabled::Off,
        _ => Enabled::Maybe,
    }
}

fn is(key: &str, value: &str, features: &[String]) -> Enabled {
    match key {
        // A feature outside the default ones may be switched on by whoever builds.
        "feature" if features.iter().any(|feature| feature == value) => Enabled::On,
        "feature" => Enabled::Maybe,
        "target_os" => (value == "linux").into(),
        "target_family" => (value == "unix").into(),
        "target_arch" => (value == "x86_64").into(),
        "target_pointer_width" => (value == "64").into(),
        "target_endian" => (value == "little").into(),
        "target_env" => (value == "gnu").into(),
        "target_vendor" => (value == "unknown").into(),
        "target_has_atomic" => (value != "128").into(),
        "panic" => (value == "unwind").into(),
        "sanitize" => Enabled::Off,
        _ => Enabled::Maybe,
    }
}
