//! Keeps the lists of rules: what stands in `rules/` and what `src/rules.rs` and the family files name is the same.
//!
//! The test writes the lists anew when they differ, and only fails where `CI` is set.

#[cfg(test)]
mod tests {
    use crate::rules::{FAMILIES, Page};
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    #[test]
    fn lists() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut families: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in fs::read_dir(root.join("rules")).unwrap() {
            let folder = entry.unwrap();
            let id = folder.file_name().into_string().unwrap();
            // The API catalog lies beside the rules.
            if id == "apis" || !folder.path().is_dir() {
                continue;
            }
            let text =
                fs::read_to_string(folder.path().join("rule.md")).unwrap_or_else(|e| panic!("rules/{id}/rule.md: {e}"));
            let page = Page::parse(text.leak()).unwrap_or_else(|error| panic!("rules/{id}/rule.md: {error}"));
            assert_eq!(page.front.id, id, "rules/{id}/rule.md names another rule");
            assert!(FAMILIES.iter().any(|(name, _)| *name == page.front.family), "rules/{id}/rule.md: no such family");
            families.entry(page.front.family).or_default().push(id);
        }

        let mut stale = Vec::new();
        for (family, about) in FAMILIES {
            let Some(ids) = families.get_mut(*family) else { continue };
            ids.sort();
            for id in &*ids {
                let file = format!("src/rules/{family}/{}.rs", module(id));
                assert!(root.join(&file).is_file(), "rules/{id} has no `{file}`");
            }
            let path = format!("src/rules/{family}.rs");
            keep(root, &path, |_| family_file(about, ids), &mut stale);
        }
        keep(root, "src/rules.rs", |text| rules_file(text, &families), &mut stale);

        if !stale.is_empty() {
            assert!(std::env::var_os("CI").is_none(), "run `cargo test lists` and commit {}", stale.join(", "));
            eprintln!("written: {} (run `cargo fmt` and build again)", stale.join(", "));
        }
    }

    fn module(id: &str) -> String {
        id.replace('-', "_")
    }

    /// Writes the file if it says something else than it should; layout does not count.
    fn keep(root: &Path, path: &str, wanted: impl Fn(&str) -> String, stale: &mut Vec<String>) {
        let text = fs::read_to_string(root.join(path)).unwrap_or_default();
        let wanted = wanted(&text);
        let essence = |text: &str| text.replace(char::is_whitespace, "").replace(",]", "]");
        if essence(&text) != essence(&wanted) {
            fs::write(root.join(path), wanted).unwrap();
            stale.push(path.to_owned());
        }
    }

    fn family_file(about: &str, ids: &[String]) -> String {
        let mut first = about.to_owned();
        first[..1].make_ascii_uppercase();
        let modules: String = ids
            .iter()
            .map(|id| format!("#[doc = include_str!(\"../../rules/{id}/rule.md\")]\npub mod {};\n", module(id)))
            .collect();
        let rules: String = ids.iter().map(|id| format!("    {}::RULE,\n", module(id))).collect();
        format!(
            "//! {first}.\n//!\n//! Written by the test in `rules/list.rs` from the folders in `rules/`.\n\n\
             // Examples on pages leave out what does not matter, and say so with `…`.\n\
             #![allow(rustdoc::invalid_rust_codeblocks)]\n\n{modules}\n\
             pub(super) const RULES: &[super::RuleFile] = &[\n{rules}];\n"
        )
    }

    fn rules_file(text: &str, families: &BTreeMap<String, Vec<String>>) -> String {
        let (before, rest) = text.split_once("// <families>\n").expect("`src/rules.rs` has the list of families");
        let (_, after) = rest.split_once("// </families>").expect("the list of families ends");
        let modules: String = families.keys().map(|family| format!("pub mod {family};\n")).collect();
        let lists: String = families.keys().map(|family| format!("    {family}::RULES,\n")).collect();
        format!(
            "{before}// <families>\n{modules}\nconst FAMILY_RULES: &[&[RuleFile]] = &[\n{lists}];\n// </families>{after}"
        )
    }
}
