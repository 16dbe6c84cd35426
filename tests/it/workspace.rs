//! What is read from a folder of files: packages, targets, module trees, and what is left out.

use cargo_tether::error::Error;
use cargo_tether::workspace::{Dep, Request, TargetKind, Workspace, load};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Folder {
    _dir: TempDir,
    root: PathBuf,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let dir = TempDir::new().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        let folder = Self { _dir: dir, root };
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn request(&self, paths: &[&str]) -> Request {
        Request { paths: paths.iter().map(|path| self.root.join(path)).collect(), ..Request::default() }
    }

    fn load(&self, paths: &[&str]) -> Workspace {
        load(&self.request(paths)).unwrap()
    }
}

fn files(workspace: &Workspace) -> Vec<&str> {
    workspace.sources.iter().map(|(_, file)| file.path.as_str()).collect()
}

fn only(workspace: &Workspace) -> Option<Vec<&str>> {
    let only = workspace.only.as_ref()?;
    Some(only.iter().map(|&file| workspace.sources.get(file).path.as_str()).collect())
}

fn selected(workspace: &Workspace) -> Vec<&str> {
    workspace.packages.iter().filter(|package| package.selected).map(|package| package.name.as_str()).collect()
}

fn problems(workspace: &Workspace) -> Vec<String> {
    workspace.problems.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect()
}

/// `crate kind root` of each crate.
fn crates(workspace: &Workspace) -> Vec<String> {
    let show = |krate: &cargo_tether::workspace::Crate| {
        format!("{} {} {} {}", krate.name, krate.kind.as_str(), krate.edition, workspace.sources.get(krate.root).path)
    };
    workspace.crates.iter().map(show).collect()
}

/// `from:name -> to` of the first crate, in order.
fn modules(workspace: &Workspace) -> Vec<String> {
    let krate = &workspace.crates[0];
    let mut modules: Vec<_> = krate.modules.iter().collect();
    modules.sort();
    let show = |(&(file, at), &to): (&(cargo_tether::source::FileId, u32), &cargo_tether::source::FileId)| {
        let from = workspace.sources.get(file);
        let name = from.text[at as usize..].split(';').next().unwrap_or_default();
        format!("{}:{} -> {}", from.path, name, workspace.sources.get(to).path)
    };
    modules.into_iter().map(show).collect()
}

const PACKAGE: &str = "[package]\nname = \"p\"\nversion = \"1.2.3\"\nedition = \"2021\"\n";

#[test]
fn module_files_lie_where_rust_looks() {
    let folder = Folder::new(&[
        ("Cargo.toml", PACKAGE),
        (
            "src/lib.rs",
            "mod a; mod b; mod c { mod d; #[path = \"odd\"] mod e { mod f; } }
             #[path = \"elsewhere/g.rs\"] mod g; mod r#async; cfg_x! { pub mod h; } mod twin { #[cfg(unix)] mod i; #[cfg(windows)] #[path = \"w.rs\"] mod i; }",
        ),
        ("src/a.rs", "mod aa; mod inline { mod deep; #[path = \"x.rs\"] mod x; } #[path = \"beside.rs\"] mod beside;"),
        ("src/a/aa.rs", "mod aaa;"),
        ("src/a/aa/aaa.rs", ""),
        ("src/a/inline/deep.rs", ""),
        ("src/a/inline/x.rs", ""),
        ("src/beside.rs", ""),
        ("src/b/mod.rs", "mod bb;"),
        ("src/b/bb.rs", ""),
        ("src/c/d.rs", ""),
        ("src/c/odd/f.rs", ""),
        ("src/elsewhere/g.rs", "mod gg;"),
        ("src/elsewhere/gg.rs", ""),
        ("src/async.rs", ""),
        ("src/h.rs", ""),
        ("src/twin/i.rs", ""),
        ("src/twin/w.rs", ""),
    ]);
    let workspace = folder.load(&["."]);
    assert_eq!(problems(&workspace), [""; 0]);
    assert_eq!(workspace.orphans, [""; 0]);
    assert_eq!(
        modules(&workspace),
        [
            "src/lib.rs:a -> src/a.rs",
            "src/lib.rs:b -> src/b/mod.rs",
            "src/lib.rs:d -> src/c/d.rs",
            "src/lib.rs:f -> src/c/odd/f.rs",
            "src/lib.rs:g -> src/elsewhere/g.rs",
            "src/lib.rs:r#async -> src/async.rs",
            "src/lib.rs:h -> src/h.rs",
            "src/lib.rs:i -> src/twin/i.rs",
            "src/lib.rs:i -> src/twin/w.rs",
            "src/a.rs:aa -> src/a/aa.rs",
            "src/a.rs:deep -> src/a/inline/deep.rs",
            "src/a.rs:x -> src/a/inline/x.rs",
            "src/a.rs:beside -> src/beside.rs",
            "src/b/mod.rs:bb -> src/b/bb.rs",
            "src/elsewhere/g.rs:gg -> src/elsewhere/gg.rs",
            "src/a/aa.rs:aaa -> src/a/aa/aaa.rs",
        ]
    );
}

#[test]
fn conditional_paths_and_macros() {
    let folder = Folder::new(&[
        ("Cargo.toml", PACKAGE),
        (
            "src/lib.rs",
            "#[cfg_attr(windows, path = \"w.rs\")] #[cfg_attr(unix, path = \"u.rs\")] mod sys;
             mod root; root!(); mod gone; #[cfg(unix)] mod quiet; m! { mod silent; } include!(\"inc.rs\");",
        ),
        ("src/w.rs", ""),
        ("src/u.rs", ""),
        ("src/root.rs", "macro_rules! root { () => { mod from_macro; } }"),
        ("src/from_macro.rs", ""),
        ("src/inc.rs", ""),
    ]);
    let workspace = folder.load(&["."]);
    assert_eq!(problems(&workspace), ["src/lib.rs: `mod gone;` leads to no file (line 2)"]);
    assert_eq!(workspace.orphans, [""; 0]);
    assert_eq!(
        modules(&workspace),
        [
            "src/lib.rs:sys -> src/u.rs",
            "src/lib.rs:root -> src/root.rs",
            "src/lib.rs:include!(\"inc.rs\") -> src/inc.rs",
            "src/root.rs:from_macro -> src/from_macro.rs",
        ]
    );
    let alternatives: Vec<_> = workspace.crates[0].alternatives.values().flatten().collect();
    assert_eq!(alternatives.len(), 1);
    assert_eq!(workspace.sources.get(*alternatives[0]).path, "src/w.rs");
}

#[test]
fn modules_that_a_macro_only_names() {
    let folder = Folder::new(&[
        ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2024\""),
        ("src/lib.rs", "macros::mod_flat!(worker session);\npub fn start() { Worker.run(); }"),
        ("src/worker.rs", "pub struct Worker;\nimpl Worker { pub fn run(&self) { tokio::spawn(async { loop {} }); } }"),
        ("src/session/mod.rs", "pub struct Session;"),
        ("src/other.rs", "pub struct Other;"),
    ]);
    let workspace = folder.load(&[""]);
    assert_eq!(files(&workspace), ["src/lib.rs", "src/worker.rs", "src/session/mod.rs"]);
    let analysis = cargo_tether::analyze(&workspace, &cargo_tether::Options::default());
    assert_eq!(analysis.stats.tasks, 1);
    assert_eq!(analysis.stats.orphans, 1);
}

fn with_tests() -> Folder {
    Folder::new(&[
        (
            "Cargo.toml",
            &format!(
                "{PACKAGE}[dev-dependencies]\ndev = \"1\"\n[[bin]]\nname = \"other\"\npath = \"tools/other.rs\"\n"
            ),
        ),
        ("build.rs", "#[path = \"build/help.rs\"] mod help;"),
        ("build/help.rs", ""),
        ("src/lib.rs", "#[cfg(test)] mod tests; mod inner;"),
        ("src/inner.rs", "#![cfg(test)]\n"),
        ("src/tests.rs", "mod deep;"),
        ("src/tests/deep.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/tool.rs", ""),
        ("src/bin/big/main.rs", "mod part;"),
        ("src/bin/big/part.rs", ""),
        ("tools/other.rs", ""),
        ("tests/one.rs", "mod common;"),
        ("tests/common/mod.rs", ""),
        ("tests/ui/fail.rs", ""),
        ("examples/ex.rs", ""),
        ("benches/be.rs", ""),
        ("src/forgotten.rs", ""),
        ("target/debug/out.rs", ""),
        (".hidden/x.rs", ""),
        ("fuzz/Cargo.toml", "[package]\nname = \"fuzz\"\n"),
        ("fuzz/src/lib.rs", ""),
    ])
}

#[test]
fn targets_without_tests() {
    let workspace = with_tests().load(&["."]);
    assert_eq!(
        crates(&workspace),
        [
            "p lib 2021 src/lib.rs",
            "big bin 2021 src/bin/big/main.rs",
            "other bin 2021 tools/other.rs",
            "p bin 2021 src/main.rs",
            "tool bin 2021 src/bin/tool.rs"
        ]
    );
    assert_eq!(workspace.orphans, ["src/forgotten.rs", "tests/ui/fail.rs"]);
    // src/inner.rs, src/tests.rs, src/tests/deep.rs, two of tests/, one of examples/ and one of benches/
    assert_eq!((workspace.skipped, workspace.build_scripts), (7, 1));
    assert_eq!(problems(&workspace), [""; 0]);
    assert!(workspace.crates[0].deps.is_empty());
    assert!(matches!(workspace.crates[1].deps.get(&"p".into()), Some(Dep::Local(_))));
}

#[test]
fn targets_with_tests() {
    let folder = with_tests();
    let workspace = load(&Request { tests: true, ..folder.request(&["."]) }).unwrap();
    let kinds: Vec<TargetKind> = workspace.crates.iter().map(|krate| krate.kind).collect();
    assert_eq!(kinds[5..], [TargetKind::Example, TargetKind::Test, TargetKind::Bench]);
    assert_eq!(workspace.orphans, ["src/forgotten.rs", "tests/ui/fail.rs"]);
    assert_eq!(workspace.skipped, 0);
    assert!(workspace.crates[0].deps.contains_key(&"dev".into()));
}

#[test]
fn a_test_file_that_is_asked_for_is_read() {
    let workspace = with_tests().load(&["tests/one.rs"]);
    assert_eq!(only(&workspace).unwrap(), ["tests/one.rs"]);
}

#[test]
fn a_file_of_no_module_tree_stands_for_itself() {
    let workspace = with_tests().load(&["tests/ui/fail.rs"]);
    assert_eq!(crates(&workspace), ["fail bin 2021 fail.rs"]);
    assert_eq!(workspace.packages[0].manifest, None);
}

fn three_members() -> Folder {
    Folder::new(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"crates/*\", \"tool\"]\nexclude = [\"crates/old\"]\n[workspace.package]\nedition = \"2024\"\nversion = \"3.0.0\"
             [workspace.dependencies]\nnet = { path = \"crates/net\" }\ntokio = \"1\"\n",
        ),
        (
            "crates/app/Cargo.toml",
            "[package]\nname = \"app\"\nedition.workspace = true\nversion.workspace = true
             [dependencies]\nwire = { package = \"net\", path = \"../net\" }\nrt = { package = \"tokio\", version = \"1\" }\nnear = { path = \"../../../near\" }
             [target.'cfg(unix)'.dependencies]\nlibc = { version = \"0.2\", optional = true }
             [features]\ndefault = [\"a\"]\na = [\"b\", \"dep:libc\"]\nb = []\nc = []\n",
        ),
        ("crates/app/src/main.rs", "mod sub;"),
        ("crates/app/src/sub/mod.rs", "mod leaf;"),
        ("crates/app/src/sub/leaf.rs", ""),
        ("crates/net/Cargo.toml", "[package]\nname = \"net\"\nedition.workspace = true\n[lib]\nname = \"net_lib\"\n"),
        ("crates/net/src/lib.rs", ""),
        ("crates/old/Cargo.toml", "not toml ["),
        ("crates/none/readme.md", ""),
        ("tool/Cargo.toml", "[package]\nname = \"tool\"\nedition = \"2018\"\n[dependencies]\nnet.workspace = true\ntokio.workspace = true\n[lib]\nproc-macro = true\n"),
        ("tool/src/lib.rs", ""),
    ])
}

#[test]
fn workspace_members_and_dependencies() {
    let base = Folder::new(&[
        ("near/Cargo.toml", "[package]\nname = \"near\"\n"),
        ("near/src/lib.rs", ""),
        ("near/src/main.rs", ""),
    ]);
    let inner = three_members();
    copy(&inner.root, &base.root.join("ws"));
    let workspace = base.load(&["ws"]);
    assert_eq!(problems(&workspace), [""; 0]);
    assert_eq!(selected(&workspace), ["app", "net", "tool"]);
    assert_eq!(
        crates(&workspace),
        [
            "near lib 2015 ../near/src/lib.rs",
            "app bin 2024 crates/app/src/main.rs",
            "net_lib lib 2024 crates/net/src/lib.rs",
            "tool proc-macro 2018 tool/src/lib.rs"
        ]
    );
    let deps = |at: usize| -> Vec<String> {
        let show = |dep: &Dep| match dep {
            Dep::Local(id) => format!("crate {}", workspace.crates[id.0 as usize].name),
            Dep::External(name) => name.to_string(),
        };
        workspace.crates[at].deps.iter().map(|(name, dep)| format!("{name} = {}", show(dep))).collect()
    };
    assert_eq!(deps(1), ["libc = libc", "near = crate near", "rt = tokio", "wire = crate net_lib"]);
    assert_eq!(deps(3), ["net_lib = crate net_lib", "tokio = tokio"]);
    assert_eq!(workspace.crates[1].features, ["a", "b"]);
    assert_eq!(workspace.packages[1].version, "3.0.0");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn selection_is_cargos() {
    let folder = three_members();
    fs::write(folder.root.join("crates/app/Cargo.toml"), "[package]\nname = \"app\"\n").unwrap();
    let pick = |paths: &[&str], change: &dyn Fn(&mut Request)| {
        let mut request = folder.request(paths);
        change(&mut request);
        let workspace = load(&request).unwrap();
        assert_eq!(workspace.root, folder.root);
        assert_eq!(workspace.packages.len(), 3);
        selected(&workspace).join(" ")
    };
    assert_eq!(pick(&["."], &|_| {}), "app net tool");
    assert_eq!(pick(&["crates/net"], &|_| {}), "net");
    assert_eq!(pick(&["crates/net"], &|request| request.workspace = true), "app net tool");
    assert_eq!(pick(&["."], &|request| request.exclude_packages = vec!["net".into()]), "app tool");
    assert_eq!(pick(&["crates/net"], &|request| request.packages = vec!["app".into(), "to*".into()]), "app tool");
    assert_eq!(pick(&[], &|request| request.manifest = Some(folder.root.join("tool/Cargo.toml"))), "tool");
    assert_eq!(pick(&["crates"], &|_| {}), "app net");
    assert_eq!(pick(&["crates/app/src/sub", "tool"], &|_| {}), "app tool");
}

#[test]
fn a_part_of_a_package() {
    let folder = three_members();
    let workspace = folder.load(&["crates/app/src/sub"]);
    assert_eq!(only(&workspace).unwrap(), ["crates/app/src/sub/mod.rs", "crates/app/src/sub/leaf.rs"]);
    assert_eq!(selected(&workspace), ["app"]);
    assert_eq!(only(&folder.load(&["."])), None);
}

#[test]
fn default_members_and_root_package() {
    let folder = Folder::new(&[
        ("Cargo.toml", &format!("{PACKAGE}[workspace]\nmembers = [\"a\", \"b\"]\n")),
        ("src/lib.rs", ""),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
    ]);
    assert_eq!(selected(&folder.load(&["."])), ["p", "a", "b"]);
    assert_eq!(selected(&folder.load(&["Cargo.toml"])), ["p", "a", "b"]);
    assert_eq!(selected(&folder.load(&["a"])), ["a"]);
    fs::write(
        folder.root.join("Cargo.toml"),
        format!("{PACKAGE}[workspace]\nmembers = [\"a\", \"b\"]\ndefault-members = [\"b\"]\n"),
    )
    .unwrap();
    // A folder that is given is all that lies in it; who names nothing gets what the workspace says.
    assert_eq!(selected(&folder.load(&["."])), ["p", "a", "b"]);
    let request = Request { manifest: Some(folder.root.join("Cargo.toml")), ..Request::default() };
    assert_eq!(selected(&load(&request).unwrap()), ["b"]);
}

#[test]
fn a_manifest_above_that_does_not_list_the_package_is_not_its_root() {
    let folder = Folder::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("vendor/x/Cargo.toml", "[package]\nname = \"x\"\n"),
        ("vendor/x/src/lib.rs", ""),
    ]);
    let workspace = folder.load(&["vendor/x"]);
    assert_eq!(workspace.root, folder.root.join("vendor/x"));
    assert_eq!(files(&workspace), ["src/lib.rs"]);
}

#[test]
fn loose_files() {
    let folder = Folder::new(&[
        ("main.rs", "mod used;"),
        ("used.rs", ""),
        ("script.rs", "mod helper;"),
        ("helper.rs", ""),
        ("x.rs", "#[path = \"y.rs\"] mod y;"),
        ("y.rs", "#[path = \"x.rs\"] mod x;"),
        ("sub/pkg/Cargo.toml", PACKAGE),
        ("sub/pkg/src/lib.rs", ""),
    ]);
    let workspace = folder.load(&["."]);
    let name = folder.root.file_name().unwrap().to_string_lossy().replace(['.', '-'], "_");
    assert_eq!(
        crates(&workspace),
        [
            "p lib 2021 sub/pkg/src/lib.rs".to_owned(),
            format!("{name} bin 2021 main.rs"),
            "script bin 2021 script.rs".into(),
            "x bin 2021 x.rs".into()
        ]
    );
    assert_eq!(selected(&workspace).len(), 2);
    assert_eq!(files(&folder.load(&["script.rs"])), ["script.rs", "helper.rs"]);
}

#[test]
fn exclusion() {
    let folder = with_tests();
    let exclude = vec!["src/bin".to_owned(), "**/forg*.rs".to_owned()];
    let workspace = load(&Request { exclude, ..folder.request(&["."]) }).unwrap();
    assert_eq!(
        crates(&workspace),
        ["p lib 2021 src/lib.rs", "other bin 2021 tools/other.rs", "p bin 2021 src/main.rs"]
    );
    assert_eq!(workspace.orphans, ["tests/ui/fail.rs"]);
    assert_eq!(workspace.skipped, 11);
    assert_eq!(problems(&workspace), [""; 0]);
    let wrong = load(&Request { exclude: vec!["a[".into()], ..folder.request(&["."]) });
    assert!(matches!(wrong, Err(Error::Usage { .. })));
}

#[test]
fn hostile_files() {
    let folder = Folder::new(&[
        ("Cargo.toml", PACKAGE),
        ("src/lib.rs", "\u{feff}mod bom; mod crlf;\r\nmod latin; mod empty; mod nul; mod folder; mod me; mod huge;"),
        ("src/bom.rs", "\u{feff}mod inner;"),
        ("src/bom/inner.rs", ""),
        ("src/crlf.rs", "//!\r\nmod a\r\n;\r\n"),
        ("src/crlf/a.rs", ""),
        ("src/empty.rs", ""),
        ("src/nul.rs", "fn f() {}\0\0"),
        ("src/folder.rs/x.txt", ""),
        ("src/me.rs", "#[path = \"me.rs\"] mod me; #[path = \"lib.rs\"] mod up;"),
    ]);
    folder.write("src/latin.rs", b"// caf\xe9\n");
    let huge = fs::File::create(folder.root.join("src/huge.rs")).unwrap();
    huge.set_len((16 << 20) + 1).unwrap();
    let workspace = folder.load(&["."]);
    assert_eq!(
        problems(&workspace),
        [
            "src/huge.rs: is larger than 16 MiB",
            "src/latin.rs: is not valid UTF-8 (byte 6)",
            "src/lib.rs: `mod folder;` leads to no file (line 2)",
        ]
    );
    assert_eq!(
        files(&workspace),
        [
            "src/lib.rs",
            "src/bom.rs",
            "src/crlf.rs",
            "src/empty.rs",
            "src/nul.rs",
            "src/me.rs",
            "src/bom/inner.rs",
            "src/crlf/a.rs"
        ]
    );
    assert_eq!(modules(&workspace)[0], "src/lib.rs:bom -> src/bom.rs");
    assert_eq!(workspace.sources.get(workspace.crates[0].root).skipped, 3);
    assert_eq!(workspace.orphans, [""; 0]);
}

#[cfg(unix)]
#[test]
fn links() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[
        ("Cargo.toml", PACKAGE),
        ("src/lib.rs", "mod real; mod alias; #[path = \"round/round/round/real.rs\"] mod far;"),
        ("src/real.rs", ""),
    ]);
    symlink("real.rs", folder.root.join("src/alias.rs")).unwrap();
    symlink(".", folder.root.join("src/round")).unwrap();
    symlink("nowhere", folder.root.join("src/broken")).unwrap();
    let workspace = folder.load(&["."]);
    assert_eq!(files(&workspace), ["src/lib.rs", "src/real.rs"]);
    assert_eq!(
        problems(&workspace),
        ["src/broken: is a link that leads nowhere", "src/round: is a link to a folder above it"]
    );
    assert_eq!(workspace.crates[0].modules.len(), 3);
}

#[test]
fn broken_manifests() {
    let folder = Folder::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"good\", \"bad\", \"gone\", \"lost\"]\n"),
        (
            "good/Cargo.toml",
            "[package]\nname = \"good\"\n[[bin]]\nname = \"no\"\npath = \"src/no.rs\"\n[dependencies]\nx = { path = \"../absent\" }\n",
        ),
        ("good/src/lib.rs", ""),
        ("bad/Cargo.toml", "[package\n"),
        (
            "lost/Cargo.toml",
            "[package]\nname = \"lost\"\nedition.workspace = true\n[dependencies]\ny.workspace = true\n",
        ),
        ("lost/src/lib.rs", ""),
    ]);
    let workspace = folder.load(&["."]);
    assert_eq!(crates(&workspace), ["good lib 2015 good/src/lib.rs", "lost lib 2021 lost/src/lib.rs"]);
    let problems = problems(&workspace);
    let paths: Vec<&str> = problems.iter().map(|problem| problem.split(':').next().unwrap()).collect();
    assert_eq!(
        paths,
        ["absent/Cargo.toml", "bad/Cargo.toml", "gone/Cargo.toml", "good/src/no.rs", "lost/Cargo.toml"],
        "{problems:#?}"
    );
}

#[test]
fn what_the_user_did_wrong() {
    let folder = three_members();
    let error = |change: &dyn Fn(&mut Request)| {
        let mut request = folder.request(&["."]);
        change(&mut request);
        load(&request).expect_err("it is refused")
    };
    assert!(matches!(error(&|request| request.paths = vec!["no/such".into()]), Error::NoSuchPath { .. }));
    assert!(matches!(
        error(&|request| request.paths = vec![folder.root.join("crates/none/readme.md")]),
        Error::Usage { .. }
    ));
    assert!(matches!(error(&|request| request.paths = vec![folder.root.join("crates/old")]), Error::Manifest(_)));
    match error(&|request| request.packages = vec!["nett".into()]) {
        Error::UnknownPackage { help, .. } => assert_eq!(help.as_deref(), Some("did you mean `net`?")),
        other => panic!("{other}"),
    }
}

#[test]
fn a_published_package() {
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            "[package]\nname = \"p\"\nedition = \"2021\"\nbuild = false\nautobins = false\nautotests = false\n[lib]\nname = \"p\"\npath = \"src/lib.rs\"\n[[test]]\nname = \"t\"\npath = \"tests/t.rs\"\n",
        ),
        ("Cargo.toml.orig", "[package]\nname = \"p\"\nedition.workspace = true\n"),
        ("src/lib.rs", ""),
    ]);
    let workspace = load(&Request { tests: true, ..folder.request(&["."]) }).unwrap();
    assert_eq!(problems(&workspace), [""; 0]);
    assert_eq!(crates(&workspace), ["p lib 2021 src/lib.rs"]);
}

#[test]
fn same_result_with_any_number_of_threads() {
    let folder = with_tests();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let workspace = pool.install(|| folder.load(&["."]));
        (files(&workspace).join(" "), crates(&workspace), workspace.orphans.clone())
    };
    assert_eq!(run(1), run(8));
}
