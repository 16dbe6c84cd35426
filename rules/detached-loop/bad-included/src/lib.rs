//! All of the crate stands in a file that is included.

#![warn(missing_docs)]

#[cfg(not(feature = "none"))]
include!("inner.rs");
