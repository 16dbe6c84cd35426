//! The catalog files that come with the program.
//!
//! Written by the test `embedded_list_is_complete` from the folder `rules/apis`.

/// File names with their texts, sorted by name.
#[rustfmt::skip]
pub const FILES: &[(&str, &str)] = &[
    ("actors.toml", include_str!("../../rules/apis/actors.toml")),
    ("channels.toml", include_str!("../../rules/apis/channels.toml")),
    ("clap.toml", include_str!("../../rules/apis/clap.toml")),
    ("collections.toml", include_str!("../../rules/apis/collections.toml")),
    ("databases.toml", include_str!("../../rules/apis/databases.toml")),
    ("deeds.toml", include_str!("../../rules/apis/deeds.toml")),
    ("executors.toml", include_str!("../../rules/apis/executors.toml")),
    ("futures.toml", include_str!("../../rules/apis/futures.toml")),
    ("locks.toml", include_str!("../../rules/apis/locks.toml")),
    ("maps.toml", include_str!("../../rules/apis/maps.toml")),
    ("meetings.toml", include_str!("../../rules/apis/meetings.toml")),
    ("net.toml", include_str!("../../rules/apis/net.toml")),
    ("other-channels.toml", include_str!("../../rules/apis/other-channels.toml")),
    ("pools.toml", include_str!("../../rules/apis/pools.toml")),
    ("runtimes.toml", include_str!("../../rules/apis/runtimes.toml")),
    ("sequences.toml", include_str!("../../rules/apis/sequences.toml")),
    ("servers.toml", include_str!("../../rules/apis/servers.toml")),
    ("smol.toml", include_str!("../../rules/apis/smol.toml")),
    ("std.toml", include_str!("../../rules/apis/std.toml")),
    ("supervisors.toml", include_str!("../../rules/apis/supervisors.toml")),
    ("threads.toml", include_str!("../../rules/apis/threads.toml")),
    ("tokio-stream.toml", include_str!("../../rules/apis/tokio-stream.toml")),
    ("tokio-util.toml", include_str!("../../rules/apis/tokio-util.toml")),
    ("tokio.toml", include_str!("../../rules/apis/tokio.toml")),
    ("values.toml", include_str!("../../rules/apis/values.toml")),
];
