//! Names that are in scope without an import: the standard prelude, its macros, primitive types.

use super::Namespace;
use crate::source::Name;
use rustc_hash::{FxHashMap, FxHashSet};

/// What needs no import.
#[derive(Debug)]
pub(super) struct Prelude {
    /// By namespace: name → canonical path and the first edition that has it.
    names: [FxHashMap<Name, (Name, u16)>; 3],
    prims: FxHashSet<Name>,
    /// Paths of the traits, with the first edition that has them.
    pub(super) traits: Vec<(Name, u16)>,
}

impl Prelude {
    pub(super) fn new() -> Self {
        let mut names: [FxHashMap<Name, (Name, u16)>; 3] = Default::default();
        let mut traits = Vec::new();
        let mut add = |namespace: Namespace, path: &str, edition: u16| {
            let last = path.rsplit("::").next().unwrap_or(path);
            names[namespace as usize].insert(Name::from(last), (Name::from(path), edition));
        };
        for path in TYPES {
            add(Namespace::Types, path, 0);
        }
        for path in VALUES {
            add(Namespace::Values, path, 0);
        }
        for path in MACROS {
            add(Namespace::Macros, path, 0);
        }
        for &(path, edition) in TRAITS {
            add(Namespace::Types, path, edition);
            traits.push((Name::from(path), edition));
        }
        Self { names, prims: PRIMS.iter().map(|&prim| Name::from(prim)).collect(), traits }
    }

    pub(super) fn get(&self, name: Name, namespace: Namespace, edition: u16) -> Option<Name> {
        let &(path, since) = self.names[namespace as usize].get(&name)?;
        (edition >= since).then_some(path)
    }

    pub(super) fn is_prim(&self, name: Name) -> bool {
        self.prims.contains(&name)
    }
}

const TYPES: &[&str] =
    &["std::option::Option", "std::result::Result", "std::boxed::Box", "std::string::String", "std::vec::Vec"];

const TRAITS: &[(&str, u16)] = &[
    ("std::marker::Send", 0),
    ("std::marker::Sync", 0),
    ("std::marker::Sized", 0),
    ("std::marker::Unpin", 0),
    ("std::marker::Copy", 0),
    ("std::ops::Drop", 0),
    ("std::ops::Fn", 0),
    ("std::ops::FnMut", 0),
    ("std::ops::FnOnce", 0),
    ("std::ops::AsyncFn", 0),
    ("std::ops::AsyncFnMut", 0),
    ("std::ops::AsyncFnOnce", 0),
    ("std::borrow::ToOwned", 0),
    ("std::clone::Clone", 0),
    ("std::cmp::PartialEq", 0),
    ("std::cmp::PartialOrd", 0),
    ("std::cmp::Eq", 0),
    ("std::cmp::Ord", 0),
    ("std::convert::AsRef", 0),
    ("std::convert::AsMut", 0),
    ("std::convert::Into", 0),
    ("std::convert::From", 0),
    ("std::convert::TryFrom", 2021),
    ("std::convert::TryInto", 2021),
    ("std::default::Default", 0),
    ("std::iter::Iterator", 0),
    ("std::iter::Extend", 0),
    ("std::iter::IntoIterator", 0),
    ("std::iter::DoubleEndedIterator", 0),
    ("std::iter::ExactSizeIterator", 0),
    ("std::iter::FromIterator", 2021),
    ("std::string::ToString", 0),
    ("std::future::Future", 2024),
    ("std::future::IntoFuture", 2024),
];

const VALUES: &[&str] = &[
    "std::option::Option::Some",
    "std::option::Option::None",
    "std::result::Result::Ok",
    "std::result::Result::Err",
    "std::mem::drop",
    "std::mem::size_of",
    "std::mem::size_of_val",
    "std::mem::align_of",
    "std::mem::align_of_val",
];

const MACROS: &[&str] = &[
    "std::assert",
    "std::assert_eq",
    "std::assert_ne",
    "std::cfg",
    "std::column",
    "std::compile_error",
    "std::concat",
    "std::dbg",
    "std::debug_assert",
    "std::debug_assert_eq",
    "std::debug_assert_ne",
    "std::env",
    "std::eprint",
    "std::eprintln",
    "std::file",
    "std::format",
    "std::format_args",
    "std::include",
    "std::include_bytes",
    "std::include_str",
    "std::line",
    "std::matches",
    "std::module_path",
    "std::option_env",
    "std::panic",
    "std::print",
    "std::println",
    "std::stringify",
    "std::thread_local",
    "std::todo",
    "std::try",
    "std::unimplemented",
    "std::unreachable",
    "std::vec",
    "std::write",
    "std::writeln",
];

const PRIMS: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    "f16", "f32", "f64", "f128",
];
