//! The JSON Schema of `tether.toml`, made from the types that read it and kept by a test.

/// The schema, without the names of rules: those come from the list when it is printed.
pub const SCHEMA: &str = include_str!("tether.schema.json");

#[cfg(test)]
mod tests {
    use super::SCHEMA;
    use crate::apis::{AliasRow, FnRow, MacroRow, MapRow, TraitRow, TypeRow};
    use crate::config::{BOUNDARY_KEYS, KEYS, OVERRIDE_KEYS};
    use crate::diagnostic::{Confidence, Level};
    use schemars::JsonSchema;
    use std::collections::BTreeMap;

    /// Configuration of cargo-tether.
    #[derive(JsonSchema)]
    #[schemars(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Tether {
        /// Other configuration files, relative to this one; what this file says comes after them and wins.
        extend: Option<OneOrMany>,
        /// Levels of rules, of families and of `all`.
        #[schemars(default)]
        levels: BTreeMap<String, Level>,
        /// Globs, relative to this file: files that are left out.
        #[schemars(default)]
        exclude: Vec<String>,
        /// Whether test code, benches and examples are judged, too.
        tests: Option<bool>,
        /// The least confidence that is reported.
        confidence: Option<Confidence>,
        /// The size beyond which a pool is too large; 200 where nothing is said.
        #[schemars(rename = "max-pool-size")]
        max_pool_size: Option<std::num::NonZeroU32>,
        /// File with findings that are known and not reported, relative to this one.
        baseline: Option<String>,
        /// Levels and confidence for some paths only, in order: the last one that matches wins.
        #[schemars(default)]
        overrides: Vec<Override>,
        /// What some modules may not start or make.
        #[schemars(default)]
        boundary: Vec<Boundary>,
        /// What functions of your own are.
        #[schemars(default, rename = "fn")]
        fns: Vec<FnRow>,
        /// What types of your own are.
        #[schemars(default, rename = "type")]
        types: Vec<TypeRow>,
        /// Other paths to the same things.
        #[schemars(default, rename = "alias")]
        aliases: Vec<AliasRow>,
        /// Extension traits of your own.
        #[schemars(default, rename = "trait")]
        traits: Vec<TraitRow>,
        /// What macros of your own do.
        #[schemars(default, rename = "macro")]
        macros: Vec<MacroRow>,
        /// What the methods of maps of your own do to their entries.
        #[schemars(default, rename = "map")]
        maps: Vec<MapRow>,
        /// Path of a type, trait or module, then name, then signature.
        #[schemars(default)]
        methods: BTreeMap<String, BTreeMap<String, String>>,
    }

    /// What holds for some paths only.
    #[derive(JsonSchema)]
    #[schemars(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Override {
        /// Globs, relative to this file.
        paths: Vec<String>,
        /// Levels there.
        #[schemars(default)]
        levels: BTreeMap<String, Level>,
        /// The least confidence that is reported there.
        confidence: Option<Confidence>,
    }

    /// What some modules may not start or make, and through which functions they may.
    #[derive(JsonSchema)]
    #[schemars(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Boundary {
        /// Paths of modules, as globs (`shop::domain`, `crate::*::model`); what is below them is meant, too.
        modules: Vec<String>,
        /// Modules among these that may.
        #[schemars(default)]
        except: Vec<String>,
        /// What they may not do; tasks and threads if it is not there.
        forbid: Option<Vec<Restricted>>,
        /// Paths of functions in which, or by calls of which, they may.
        #[schemars(default)]
        through: Vec<String>,
        /// Why; findings quote it.
        reason: String,
    }

    #[derive(JsonSchema)]
    #[schemars(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only its schema is used")]
    enum Restricted {
        /// Start tasks.
        Tasks,
        /// Start threads.
        Threads,
        /// Make channels.
        Channels,
        /// Build pools of connections.
        Pools,
    }

    #[derive(JsonSchema)]
    #[schemars(untagged)]
    #[expect(dead_code, reason = "only its schema is used")]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }

    #[test]
    fn the_schema_is_up_to_date() {
        let schema = schemars::schema_for!(Tether);
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/tether.schema.json");
        if text != SCHEMA && std::env::var_os("CI").is_none() {
            std::fs::write(&path, &text).unwrap();
        }
        assert!(
            text == SCHEMA,
            "src/config/tether.schema.json is not up to date: run `cargo test --lib` and commit it"
        );
    }

    #[test]
    fn the_schema_has_all_keys() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        let keys = |object: &serde_json::Value| {
            let mut keys: Vec<String> = object["properties"].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys
        };
        let sorted = |keys: &[&str]| {
            let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&schema), sorted(&KEYS));
        assert_eq!(keys(&schema["$defs"]["Override"]), sorted(&OVERRIDE_KEYS));
        assert_eq!(keys(&schema["$defs"]["Boundary"]), sorted(&BOUNDARY_KEYS));
    }
}
