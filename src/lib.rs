//! `cargo-tether`: a static analyzer for the concurrency architecture of Rust programs.
//!
//! The way of the data: [`workspace`] (the disk) → [`syntax`] → [`ir`] → [`resolve`] → [`flow`] → [`model`]
//! → [`rules`] → [`diagnostic`]s → [`render`] and [`map`]. See `ARCHITECTURE.md`.

pub mod apis;
pub mod diagnostic;
pub mod error;
pub mod flow;
pub mod ir;
pub mod map;
pub mod model;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod workspace;
