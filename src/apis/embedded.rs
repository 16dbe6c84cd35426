//! The catalog files that come with the program.
//!
//! Written by the test `embedded_list_is_complete` from the folder `rules/apis`.

/// File names with their texts, sorted by name.
#[rustfmt::skip]
pub const FILES: &[(&str, &str)] = &[
    ("std.toml", include_str!("../../rules/apis/std.toml")),
    ("tokio.toml", include_str!("../../rules/apis/tokio.toml")),
];
