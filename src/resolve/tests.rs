use super::*;
use crate::source::FileId;
use crate::testing::program;
use std::fmt::Write;

/// Answers questions about a program: each line of `questions` is `module: path`, `module: path!` for a macro,
/// `module: path()` for a value; `in fn_path: …` asks within a body.
fn ask(text: &str, questions: &str) -> String {
    ask_with(text, questions, &())
}

fn ask_with(text: &str, questions: &str, externals: &dyn Externals) -> String {
    let program = program(text);
    let defs = Defs::build(&program.workspace, &program.files, externals, Options::default());
    let mut out = String::new();
    for question in questions.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (place, path) = question.split_once(": ").expect("a question is `place: path`");
        let scope = match place.strip_prefix("in ") {
            Some(owner) => {
                let found = defs.bodies().find(|(_, found)| defs.path_of_owner(*found) == owner);
                defs.body_scope(found.unwrap_or_else(|| panic!("no body {owner}")).1)
            }
            None => {
                let found =
                    defs.modules.ids().find(|&id| defs.path_of_module(id) == place && defs.modules[id].body.is_none());
                defs.module_scope(found.unwrap_or_else(|| panic!("no module {place}")))
            }
        };
        let (text, namespace) = if let Some(text) = path.strip_suffix('!') {
            (text, Namespace::Macros)
        } else if let Some(text) = path.strip_suffix("()") {
            (text, Namespace::Values)
        } else {
            (path, Namespace::Types)
        };
        let source = format!("type A = {text};");
        let ir = crate::syntax::lower(FileId(0), &source, &crate::syntax::Options::default());
        let crate::ir::ItemKind::TypeAlias { ty: crate::ir::TypeRef::Path(written), .. } = &ir.items[0].kind else {
            panic!("{path} is not a path");
        };
        let found = defs.resolve_path(scope, written, namespace);
        write!(out, "{place}: {path} = {}", show(&defs, found.res)).unwrap();
        if found.rest > 0 {
            let rest = &written.segments[written.segments.len() - found.rest..];
            rest.iter().for_each(|segment| write!(out, " + {}", segment.name).unwrap());
        }
        if let Some(of) = found.of_trait {
            write!(out, " as {}", show(&defs, of)).unwrap();
        }
        out.push('\n');
    }
    out
}

fn show(defs: &Defs<'_>, res: Res) -> String {
    match res {
        Res::Fn(id) => format!("fn {}", defs.path_of(id)),
        Res::Adt(id) => format!("adt {}", defs.path_of_adt(id)),
        Res::Variant(id, index) => {
            format!("variant {}::{}", defs.path_of_adt(id), defs.adts[id].variants()[index as usize].name)
        }
        Res::Trait(id) => format!("trait {}", defs.path_of_trait(id)),
        Res::Alias(id) => {
            let def = &defs.aliases[id];
            format!("alias {}::{}", defs.path_of_module(def.module), def.name)
        }
        Res::Static(id) => format!("static {}", defs.path_of_owner(BodyOwner::Static(id))),
        Res::Mod(id) => format!("mod {}", defs.path_of_module(id)),
        Res::Macro(id) => {
            let def = &defs.macros[id];
            format!("macro {}::{}", defs.path_of_module(def.module), def.name)
        }
        Res::Param(owner, index) => format!("param {}", owner.generics(defs).types[index as usize].name),
        Res::SelfTy(id) => format!("Self = {}", show(defs, defs.impls[id].self_head)),
        Res::SelfTrait(id) => format!("Self of {}", defs.path_of_trait(id)),
        Res::Prim(name) => format!("prim {name}"),
        Res::External(path) => path.to_string(),
        Res::Candidates(paths) => format!("one of {}", paths.paths().collect::<Vec<_>>().join(", ")),
        Res::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn imports_and_renames() {
    insta::assert_snapshot!(ask(
        "
        use std::collections::HashMap;
        use tokio::sync::{mpsc::{self, Sender as Tx}, oneshot as one};
        use self::inner::{self as deep, helper, Thing};
        use tokio;
        mod inner {
            pub struct Thing;
            pub struct Named { x: u8 }
            pub fn helper() {}
            pub mod below { pub use super::helper as again; pub use crate::inner::*; }
        }
        ",
        "
        main: HashMap
        main: HashMap::new()
        main: mpsc::channel()
        main: Tx::<u8>::send()
        main: one::Receiver
        main: helper()
        main: deep::below::again()
        main: deep::below::Thing()
        main: Thing
        main: inner::Named()
        main: inner::Named
        main: tokio::spawn()
        main: ::tokio::spawn()
        main: Nothing
        main: futures::future::join_all()
        main: unheard_of::thing()
        main::inner: helper()
        main::inner: HashMap
        main::inner: super::HashMap
        main::inner::below: super::super::mpsc::Sender
        main::inner::below: self::again()
        "
    ), @"
    main: HashMap = std::collections::HashMap
    main: HashMap::new() = std::collections::HashMap::new
    main: mpsc::channel() = tokio::sync::mpsc::channel
    main: Tx::<u8>::send() = tokio::sync::mpsc::Sender::send
    main: one::Receiver = tokio::sync::oneshot::Receiver
    main: helper() = fn main::inner::helper
    main: deep::below::again() = fn main::inner::helper
    main: deep::below::Thing() = adt main::inner::Thing
    main: Thing = adt main::inner::Thing
    main: inner::Named() = unknown + Named
    main: inner::Named = adt main::inner::Named
    main: tokio::spawn() = tokio::spawn
    main: ::tokio::spawn() = tokio::spawn
    main: Nothing = unknown + Nothing
    main: futures::future::join_all() = futures::future::join_all
    main: unheard_of::thing() = unknown + unheard_of + thing
    main::inner: helper() = fn main::inner::helper
    main::inner: HashMap = unknown + HashMap
    main::inner: super::HashMap = std::collections::HashMap
    main::inner::below: super::super::mpsc::Sender = tokio::sync::mpsc::Sender
    main::inner::below: self::again() = fn main::inner::helper
    ");
}

#[test]
fn prelude_and_primitives() {
    insta::assert_snapshot!(ask(
        "
        //- /a.rs crate:a edition:2018
        mod shadow { pub struct Vec; pub type Result<T> = std::result::Result<T, ()>; pub struct str; }
        mod uses { use super::shadow::*; }
        //- /b.rs crate:b edition:2024
        ",
        "
        a: Vec::new()
        a: Some()
        a: None()
        a: Option::Some()
        a: Ok()
        a: Box<dyn Fn()>
        a: u64
        a: u64::from_str_radix()
        a: str
        a: String::new()
        a: drop()
        a: Iterator
        a: TryFrom
        a: Future
        b: TryFrom
        b: Future
        a: core::future::Future
        a: alloc::sync::Arc::new()
        a::shadow: Vec
        a::shadow: Result
        a::uses: Vec
        a::uses: Result
        a::uses: Result::Ok()
        a::uses: str
        a: println!
        a: vec!
        a: std::println!
        "
    ), @"
    a: Vec::new() = std::vec::Vec::new
    a: Some() = std::option::Option::Some
    a: None() = std::option::Option::None
    a: Option::Some() = std::option::Option::Some
    a: Ok() = std::result::Result::Ok
    a: Box<dyn Fn()> = std::boxed::Box
    a: u64 = prim u64
    a: u64::from_str_radix() = prim u64 + from_str_radix
    a: str = prim str
    a: String::new() = std::string::String::new
    a: drop() = std::mem::drop
    a: Iterator = std::iter::Iterator
    a: TryFrom = unknown + TryFrom
    a: Future = unknown + Future
    b: TryFrom = std::convert::TryFrom
    b: Future = std::future::Future
    a: core::future::Future = std::future::Future
    a: alloc::sync::Arc::new() = std::sync::Arc::new
    a::shadow: Vec = adt a::shadow::Vec
    a::shadow: Result = alias a::shadow::Result
    a::uses: Vec = adt a::shadow::Vec
    a::uses: Result = alias a::shadow::Result
    a::uses: Result::Ok() = alias a::shadow::Result + Ok
    a::uses: str = adt a::shadow::str
    a: println! = std::println
    a: vec! = std::vec
    a: std::println! = std::println
    ");
}

#[test]
fn associated_items_and_self() {
    insta::assert_snapshot!(ask(
        "
        pub struct Hub<T> { next: Option<Box<Self>>, t: T }
        pub enum Event { Open, Close { why: u8 }, Data(u8) }
        type Alias = Event;
        pub trait Run<A> { type Out; fn run(&self) {} fn make() -> Self; }
        impl<T: Clone> Hub<T> { pub fn new<U: Run<u8>>() -> Self { loop {} } const MAX: usize = 3; }
        impl<T> Run<u8> for Hub<T> { type Out = u8; fn run(&self) { loop {} } fn make() -> Self { loop {} } }
        impl Event { fn own(&self) { use Event::*; fn inside() {} } }
        ",
        "
        main: Hub::<u8>::new()
        main: Hub
        main: Event::Open()
        main: Event::Close
        main: Event::own()
        main: Alias::Data()
        main: Alias::own()
        main: <Hub<u8> as Run<u8>>::make()
        main: <Hub<u8>>::new()
        main: <Vec<u8>>::new()
        main: <Vec<u8> as Default>::default()
        main: Run::run()
        in main::Hub::new: Self::new()
        in main::Hub::new: Self
        in main::Hub::new: T::clone()
        in main::Hub::new: U
        in main::Hub::new: U::Out
        in main::Hub::new: Self::MAX()
        in main::Event::own: Self::Open()
        in main::Event::own: Close
        in main::Event::own: inside()
        in main::Event::own::inside: Data()
        in main::Event::own::inside: Self
        in main::Run::run: Self::make()
        in main::Run::run: A
        "
    ), @"
    main: Hub::<u8>::new() = adt main::Hub + new
    main: Hub = adt main::Hub
    main: Event::Open() = variant main::Event::Open
    main: Event::Close = variant main::Event::Close
    main: Event::own() = adt main::Event + own
    main: Alias::Data() = variant main::Event::Data
    main: Alias::own() = alias main::Alias + own
    main: <Hub<u8> as Run<u8>>::make() = adt main::Hub + make as trait main::Run
    main: <Hub<u8>>::new() = adt main::Hub + new
    main: <Vec<u8>>::new() = std::vec::Vec::new
    main: <Vec<u8> as Default>::default() = std::vec::Vec + default as std::default::Default
    main: Run::run() = trait main::Run + run
    in main::Hub::new: Self::new() = Self = adt main::Hub + new
    in main::Hub::new: Self = Self = adt main::Hub
    in main::Hub::new: T::clone() = param T + clone
    in main::Hub::new: U = param U
    in main::Hub::new: U::Out = param U + Out
    in main::Hub::new: Self::MAX() = Self = adt main::Hub + MAX
    in main::Event::own: Self::Open() = variant main::Event::Open
    in main::Event::own: Close = variant main::Event::Close
    in main::Event::own: inside() = fn main::Event::own::inside
    in main::Event::own::inside: Data() = variant main::Event::Data
    in main::Event::own::inside: Self = unknown + Self
    in main::Run::run: Self::make() = Self of main::Run + make
    in main::Run::run: A = param A
    ");
}

#[test]
fn globs_reexports_and_shadowing() {
    insta::assert_snapshot!(ask(
        "
        pub mod a {
            pub use self::b::*;
            pub fn shadowed() {}
            mod b { pub use super::c::*; pub fn from_b() {} pub fn shadowed() {} }
            mod c { pub use super::b::*; pub fn from_c() {} fn hidden() {} use std::sync::Mutex; }
        }
        mod e { pub enum Kind { One, Two } pub use self::Kind::*; }
        mod ext { pub use tokio::sync::*; pub use std::prelude::v1::*; }
        mod user { use crate::a::*; use crate::e::*; use crate::ext::*; }
        mod chain1 { pub use super::chain2::x as y; }
        mod chain2 { pub use super::chain3::w as x; }
        mod chain3 { pub use super::chain4::v as w; }
        mod chain4 { pub fn v() {} }
        mod ring1 { pub use super::ring2::lost; }
        mod ring2 { pub use super::ring1::lost; }
        ",
        "
        main::user: from_b()
        main::user: from_c()
        main::user: shadowed()
        main::user: One()
        main::user: Kind::Two()
        main::user: hidden()
        main::user: Mutex
        main::user: Vec
        main::ext: RwLock::new()
        main: ext::mpsc::channel()
        main: chain1::y()
        main: ring1::lost()
        main: e::One()
        "
    ), @"
    main::user: from_b() = fn main::a::b::from_b
    main::user: from_c() = fn main::a::c::from_c
    main::user: shadowed() = fn main::a::shadowed
    main::user: One() = variant main::e::Kind::One
    main::user: Kind::Two() = variant main::e::Kind::Two
    main::user: hidden() = one of tokio::sync::hidden
    main::user: Mutex = one of tokio::sync::Mutex
    main::user: Vec = std::vec::Vec
    main::ext: RwLock::new() = one of tokio::sync::RwLock::new
    main: ext::mpsc::channel() = one of tokio::sync::mpsc::channel
    main: chain1::y() = fn main::chain4::v
    main: ring1::lost() = unknown
    main: e::One() = variant main::e::Kind::One
    ");
}

struct Known(&'static [&'static str]);

impl Externals for Known {
    fn canonical(&self, path: &str) -> Option<Name> {
        match path {
            "tokio::spawn" => Some(Name::from("tokio::task::spawn")),
            _ => self.0.contains(&path).then(|| Name::from(path)),
        }
    }
    fn knows(&self, path: Name) -> bool {
        self.0.contains(&path.as_str())
    }
}

#[test]
fn the_catalog_decides_between_globs() {
    insta::assert_snapshot!(ask_with(
        "
        use tokio::sync::*;
        use futures::lock::*;
        use tokio::spawn as go;
        mod facade { pub use tokio::sync::*; pub use tokio::spawn; }
        ",
        "
        main: Mutex
        main: Mutex::new()
        main: Semaphore::new()
        main: RwLock
        main: Vec
        main: tokio::spawn()
        main: go()
        main: facade::spawn()
        main: facade::Semaphore
        main: facade::mpsc::channel()
        ",
        &Known(&["tokio::task::spawn", "tokio::sync::Semaphore", "futures::lock::Mutex", "tokio::sync::mpsc::channel"])
    ), @"
    main: Mutex = futures::lock::Mutex
    main: Mutex::new() = futures::lock::Mutex::new
    main: Semaphore::new() = tokio::sync::Semaphore::new
    main: RwLock = one of tokio::sync::RwLock, futures::lock::RwLock
    main: Vec = std::vec::Vec
    main: tokio::spawn() = tokio::task::spawn
    main: go() = tokio::task::spawn
    main: facade::spawn() = tokio::task::spawn
    main: facade::Semaphore = tokio::sync::Semaphore
    main: facade::mpsc::channel() = tokio::sync::mpsc::channel
    ");
}

#[test]
fn crates_of_the_workspace() {
    insta::assert_snapshot!(ask(
        "
        //- /core/lib.rs crate:chat_core deps:tokio,futs=futures
        pub mod session;
        pub use session::Session;
        pub use tokio::sync::mpsc;
        pub mod prelude { pub use crate::session::*; pub(crate) fn internal() {} }
        #[macro_export] macro_rules! chat { () => {} }
        pub use futs as futures;
        //- /core/session.rs
        pub struct Session;
        impl Session { pub fn open() -> Session { Session } }
        //- /server/main.rs crate:server kind:bin deps:chat_core,core2=chat_core,tokio
        use chat_core::prelude::*;
        mod net { pub fn go() {} }
        extern crate chat_core as cc;
        //- /old/lib.rs crate:old edition:2015 deps:tokio,log
        #[macro_use] extern crate log;
        extern crate tokio as tok;
        mod a { use tok::runtime; use b::helper; pub fn f() {} use ::b as also; use std::thread; }
        mod b { pub fn helper() {} }
        ",
        "
        server: Session::open()
        server: internal()
        server: chat_core::Session
        server: core2::mpsc::channel()
        server: cc::Session
        server: chat_core::chat!
        server: chat_core::futures::select!
        server: net::go()
        server: crate::net::go()
        chat_core: Session
        chat_core::session: crate::Session
        old: tok::spawn()
        old::a: runtime::Runtime
        old::a: helper()
        old::a: also::helper()
        old::a: ::b::helper()
        old::a: thread::spawn()
        old::a: log::info!
        old::a: info!
        old::a: println!
        "
    ), @"
    server: Session::open() = adt chat_core::session::Session + open
    server: internal() = unknown + internal
    server: chat_core::Session = adt chat_core::session::Session
    server: core2::mpsc::channel() = tokio::sync::mpsc::channel
    server: cc::Session = adt chat_core::session::Session
    server: chat_core::chat! = macro chat_core::chat
    server: chat_core::futures::select! = futures::select
    server: net::go() = fn server::net::go
    server: crate::net::go() = fn server::net::go
    chat_core: Session = adt chat_core::session::Session
    chat_core::session: crate::Session = adt chat_core::session::Session
    old: tok::spawn() = tokio::spawn
    old::a: runtime::Runtime = tokio::runtime::Runtime
    old::a: helper() = fn old::b::helper
    old::a: also::helper() = fn old::b::helper
    old::a: ::b::helper() = fn old::b::helper
    old::a: thread::spawn() = std::thread::spawn
    old::a: log::info! = log::info
    old::a: info! = one of log::info
    old::a: println! = std::println
    ");
}

#[test]
fn files_of_two_targets_are_read_once() {
    insta::assert_snapshot!(ask(
        "
        //- /lib.rs crate:two
        pub mod shared;
        pub struct Config;
        //- /shared.rs
        use crate::Config;
        pub fn start() {}
        //- /main.rs crate:two_bin kind:bin deps:two
        mod shared;
        struct Config;
        ",
        "
        two_bin: shared::start()
        two_bin: two::shared::start()
        two::shared: Config
        "
    ), @"
    two_bin: shared::start() = fn two::shared::start
    two_bin: two::shared::start() = fn two::shared::start
    two::shared: Config = adt two::Config
    ");
}

#[test]
fn what_is_compiled_wins() {
    insta::assert_snapshot!(ask(
        "
        //- /lib.rs crate:a deps:tokio features:full
        #[cfg(loom)] mod sync { pub struct Loom; }
        #[cfg(not(loom))] mod sync { pub struct Real; }
        #[cfg(windows)] fn os() {}
        #[cfg(unix)] fn os() { fn unix_one() {} }
        #[cfg(feature = \"other\")] use tokio::spawn as go;
        #[cfg(not(feature = \"other\"))] fn go() {}
        #[cfg(not(feature = \"full\"))] use tokio::time;
        #[cfg(feature = \"full\")] mod time { pub fn sleep() {} }
        #[cfg(test)] mod helper { pub fn in_test() {} }
        ",
        "
        a: sync::Real
        a: sync::Loom
        in a::os::unix_one: unix_one()
        a: go()
        a: time::sleep()
        a: helper::in_test()
        "
    ), @"
    a: sync::Real = adt a::sync::Real
    a: sync::Loom = unknown + Loom
    in a::os::unix_one: unix_one() = fn a::os::unix_one
    a: go() = fn a::go
    a: time::sleep() = fn a::time::sleep
    a: helper::in_test() = fn a::helper::in_test
    ");
}

#[test]
fn items_in_bodies() {
    insta::assert_snapshot!(ask(
        "
        use std::thread::spawn;
        fn outer<T>() {
            use tokio::spawn;
            struct Local;
            impl Local { fn run() { fn deeper() {} } }
            fn helper() {}
            static S: u8 = 0;
        }
        fn signature(x: Duration) { use tokio::time::*; }
        fn plain() {}
        ",
        "
        main: spawn()
        in main::outer: spawn()
        in main::outer: Local
        in main::outer: Local::run()
        in main::outer: helper()
        in main::outer: S()
        in main::outer: T
        in main::outer::helper: spawn()
        in main::outer::helper: T
        in main::outer::Local::run: deeper()
        in main::outer::Local::run: Self
        in main::outer::Local::run::deeper: spawn()
        in main::signature: Duration
        in main::plain: self::spawn()
        "
    ), @"
    main: spawn() = std::thread::spawn
    in main::outer: spawn() = tokio::spawn
    in main::outer: Local = adt main::outer::Local
    in main::outer: Local::run() = adt main::outer::Local + run
    in main::outer: helper() = fn main::outer::helper
    in main::outer: S() = static main::outer::S
    in main::outer: T = param T
    in main::outer::helper: spawn() = tokio::spawn
    in main::outer::helper: T = unknown + T
    in main::outer::Local::run: deeper() = fn main::outer::Local::run::deeper
    in main::outer::Local::run: Self = Self = adt main::outer::Local
    in main::outer::Local::run::deeper: spawn() = tokio::spawn
    in main::signature: Duration = one of tokio::time::Duration
    in main::plain: self::spawn() = std::thread::spawn
    ");
}

#[test]
fn macros() {
    insta::assert_snapshot!(ask(
        "
        //- /lib.rs crate:m deps:tracing,tokio
        macro_rules! info { () => {} }
        mod inner { use tracing::{info as trace_info, warn}; pub fn f() {} }
        #[macro_use] mod macros { macro_rules! spilled { () => {} } }
        mod path { macro_rules! kept { () => {} } pub(crate) use kept; pub(crate) use kept as renamed; }
        mod deeper { use tokio::select; #[macro_export] macro_rules! out { () => {} } }
        mod inside;
        //- /inside.rs
        #![macro_use]
        macro_rules! from_file { () => {} }
        ",
        "
        m::inner: info!
        m::inner: warn!
        m::inner: trace_info!
        m::inner: spilled!
        m::inner: tokio::select!
        m: path::kept!
        m: path::renamed!
        m: crate::out!
        m::deeper: select!
        m: select!
        m: kept!
        m: from_file!
        m: vec!
        "
    ), @"
    m::inner: info! = macro m::info
    m::inner: warn! = tracing::warn
    m::inner: trace_info! = tracing::info
    m::inner: spilled! = macro m::macros::spilled
    m::inner: tokio::select! = tokio::select
    m: path::kept! = macro m::path::kept
    m: path::renamed! = macro m::path::kept
    m: crate::out! = macro m::deeper::out
    m::deeper: select! = tokio::select
    m: select! = unknown + select
    m: kept! = unknown + kept
    m: from_file! = macro m::inside::from_file
    m: vec! = std::vec
    ");
}

#[test]
fn loose_files_have_no_manifest() {
    insta::assert_snapshot!(ask(
        "
        //- /x.rs crate:x kind:loose
        use tokio::sync::mpsc;
        mod own { pub fn f() {} }
        ",
        "
        x: mpsc::channel()
        x: tokio::spawn()
        x: own::f()
        x: own::g()
        x: Missing::new()
        x: missing()
        "
    ), @"
    x: mpsc::channel() = tokio::sync::mpsc::channel
    x: tokio::spawn() = tokio::spawn
    x: own::f() = fn x::own::f
    x: own::g() = unknown + g
    x: Missing::new() = unknown + Missing + new
    x: missing() = unknown + missing
    ");
}

#[test]
fn heads_impls_and_methods() {
    let program = program(
        "
        //- /lib.rs crate:k deps:futures,tokio
        use futures::Stream;
        pub struct Hub; pub struct Other<T>(T);
        type Shared = std::sync::Arc<Hub>;
        type H = Hub;
        pub trait Base { fn base(&self) {} }
        pub trait Service: Base { fn start(&self); fn stop(&self) {} }
        impl H { pub fn run(&self) {} pub fn new() -> Self { Hub } }
        impl Service for Hub { fn start(&self) {} }
        impl Base for &Hub {}
        impl Stream for Hub { type Item = u8; }
        impl<T> Service for Other<T> { fn start(&self) {} }
        impl Service for tokio::sync::Notify { fn start(&self) {} }
        impl<T> Service for T { fn start(&self) {} }
        impl Service for Shared { fn start(&self) {} }
        impl dyn Service { fn extra(&self) {} }
        ",
    );
    let defs = Defs::build(&program.workspace, &program.files, &(), Options::default());
    let mut out = String::new();
    for (_, def) in defs.impls.iter() {
        let of = def.of_trait.map_or_else(|| "-".to_owned(), |of| show(&defs, of));
        writeln!(out, "impl {of} for {}", show(&defs, def.self_head)).unwrap();
    }
    let hub = defs.adts.ids().next().unwrap();
    for name in ["run", "start", "stop", "base", "none"] {
        let found = defs.assoc(hub, Name::from(name)).map_or_else(|| "-".to_owned(), |id| defs.path_of(id));
        writeln!(out, "Hub::{name} = {found}").unwrap();
    }
    let service = defs.traits.iter().find(|(_, def)| def.name.as_str() == "Service").unwrap().0;
    writeln!(out, "{} impls of Service", defs.impls_for_trait(service).len()).unwrap();
    writeln!(out, "{} fns named start", defs.fns_named(Name::from("start")).len()).unwrap();
    writeln!(out, "{} impls of Stream", defs.impls_for_external_trait(Name::from("futures::Stream")).len()).unwrap();
    writeln!(out, "{} impls for Notify", defs.impls_of_external(Name::from("tokio::sync::Notify")).len()).unwrap();
    let item = defs.assoc_type(hub, Some(Res::External(Name::from("futures::Stream"))), Name::from("Item"));
    writeln!(out, "Item: {}", item.is_some()).unwrap();
    insta::assert_snapshot!(out, @"
    impl - for adt k::Hub
    impl trait k::Service for adt k::Hub
    impl trait k::Base for adt k::Hub
    impl futures::Stream for adt k::Hub
    impl trait k::Service for adt k::Other
    impl trait k::Service for tokio::sync::Notify
    impl trait k::Service for param T
    impl trait k::Service for std::sync::Arc
    impl - for trait k::Service
    Hub::run = k::Hub::run
    Hub::start = k::Hub::start
    Hub::stop = k::Service::stop
    Hub::base = k::Base::base
    Hub::none = -
    5 impls of Service
    6 fns named start
    1 impls of Stream
    1 impls for Notify
    Item: true
    ");
}

#[test]
fn modules_of_unread_macros_have_names() {
    let text = "
        //- /lib.rs crate:k
        generated! { pub mod deep; }
        //- /deep.rs
        pub fn f() {}
        //- /stray.rs
        fn g() {}
    ";
    let mut program = program(text);
    let at = program.workspace.sources.get(FileId(0)).text.find("deep").unwrap() as u32;
    program.workspace.crates[0].modules.insert((FileId(0), at), FileId(1));
    let defs = Defs::build(&program.workspace, &program.files, &(), Options::default());
    let paths: Vec<String> = defs.fns.ids().map(|id| defs.path_of(id)).collect();
    assert_eq!(paths, ["k::deep::f", "k::stray::g"]);
    assert_eq!(defs.bodies().count(), 2);
}

#[test]
fn twins_of_two_crates() {
    insta::assert_snapshot!(ask_with(
        "
        #[cfg(feature = \"a\")] use std::sync::atomic::Ordering;
        #[cfg(not(feature = \"a\"))] use portable_atomic::Ordering;
        #[cfg(feature = \"a\")] use tokio::spawn;
        #[cfg(not(feature = \"a\"))] use futures::spawn;
        ",
        "
        main: Ordering::Relaxed()
        main: spawn()
        ",
        &Known(&["std::sync::atomic::Ordering"])
    ), @"
    main: Ordering::Relaxed() = std::sync::atomic::Ordering::Relaxed
    main: spawn() = one of tokio::task::spawn, futures::spawn
    ");
}

#[test]
fn traits_in_scope() {
    let program = program(
        "
        //- /lib.rs crate:k deps:futures,tokio_stream,rayon edition:2021
        use futures::StreamExt as _;
        pub trait Local {}
        mod a { use super::*; use rayon::prelude::*; fn f() { use tokio_stream::StreamExt; } }
        mod b { fn g() {} }
        ",
    );
    let defs = Defs::build(&program.workspace, &program.files, &(), Options::default());
    let mut out = String::new();
    for (_, owner) in defs.bodies() {
        let found = defs.traits_in_scope(defs.body_scope(owner));
        let own = found.traits.iter().map(|&res| show(&defs, res)).filter(|name| !name.starts_with("std::"));
        writeln!(out, "{}: {} from {:?}", defs.path_of_owner(owner), own.collect::<Vec<_>>().join(", "), found.globs)
            .unwrap();
    }
    insta::assert_snapshot!(out, @r#"
    k::a::f: trait k::Local, futures::StreamExt, tokio_stream::StreamExt from [u!("rayon::prelude")]
    k::b::g:  from []
    "#);
}

#[test]
fn tests_are_known() {
    let program = program(
        "
        //- /lib.rs crate:k
        fn a() {}
        #[test] fn b() { fn inner() {} }
        #[cfg(test)] mod tests { fn c() {} mod d { fn e() {} } }
        #[cfg(all(test, unix))] fn f() {}
        #[cfg(any(test, feature = \"x\"))] fn g() {}
        #[cfg(any(test, feature = \"test-utils\"))] fn g2() {}
        #[cfg(any(test, feature = \"bench\", feature = \"x\"))] fn g3() {}
        #[cfg(not(test))] fn h() {}
        //- /t.rs crate:t kind:test
        fn i() {}
        ",
    );
    let defs = Defs::build(&program.workspace, &program.files, &(), Options::default());
    let tests: Vec<String> = defs.fns.ids().filter(|&id| defs.is_test(id)).map(|id| defs.path_of(id)).collect();
    insta::assert_snapshot!(tests.join("\n"), @"
    k::b
    k::f
    k::g2
    k::b::inner
    k::tests::c
    k::tests::d::e
    t::i
    ");
}

#[test]
fn nothing_makes_it_fail() {
    for text in [
        "use super::super::x; use self::*; use crate::*; use crate as root; use self as me;",
        "type A = B; type B = A; type C = C::X; type D = <D as D>::D; impl A { fn f() {} } impl C {} impl D {}",
        "trait A: B { fn f(); } trait B: A {} impl A for u8 { fn f() {} }",
        "mod a { pub use super::b::*; } mod b { pub use super::a::*; } use a::*; use b::x; use x::y; use y::x as z;",
        "use self::E::*; enum E { E } use E::E as F;",
        "impl Missing for Missing { fn f() { Self::g(); } } struct S { s: <S as S>::S }",
        "extern crate self as me; use me::me::me::S; struct S;",
        "",
    ] {
        let program = program(&format!("//- /lib.rs crate:k\n{text}"));
        let defs = Defs::build(&program.workspace, &program.files, &(), Options::default());
        for id in defs.fns.ids() {
            assert!(!defs.path_of(id).is_empty());
            defs.traits_in_scope(defs.fn_scope(id));
        }
        let x = Name::from("f");
        assert!(defs.traits.ids().filter_map(|id| defs.trait_fn(id, x)).count() <= 2);
        assert!(defs.aliases.ids().all(|id| !matches!(defs.head(Res::Alias(id)), Res::Alias(_))));
    }
}

/// Whoever asks first which function a call calls, before the types of its body or after them, is told the same: so the
/// findings are the same whatever the threads happen to do first.
#[test]
fn calls_say_the_same_before_and_after_types() {
    let program = program(
        "
        //- /lib.rs crate:k deps:tokio
        #[cfg(not(feature = \"a\"))] fn pause() {}
        #[cfg(feature = \"a\")] async fn pause() {}
        fn plain() {}
        static HOOK: fn() = plain;
        const LATE: fn() = plain;
        struct Wrapped(u8);
        enum Way { One(u8) }
        type Other = Way;
        trait Start { fn start() -> Self; fn go(&self) {} }
        impl Start for Wrapped { fn start() -> Self { Wrapped(0) } }
        #[derive(Default)]
        struct Plain;
        impl Plain {
            fn new() -> Self { Self::default() }
            #[cfg(windows)] fn wait(&self) {}
            #[cfg(unix)] async fn wait(&self) {}
            async fn all(&self) { Self::new(); Self::wait(self).await; Self::wait(self); }
        }
        async fn run<T: Start>(given: fn()) {
            pause().await;
            pause();
            plain();
            HOOK();
            LATE();
            given();
            Wrapped(1);
            Way::One(1);
            Other::One(2);
            Wrapped::start();
            <Wrapped as Start>::start();
            Start::go(&Wrapped::start());
            T::start();
            Plain::default();
            Plain::new().wait().await;
            let pause = plain;
            pause();
            tokio::spawn(async { pause() });
            unknown();
        }
        ",
    );
    let apis = crate::apis::Apis::embedded();
    let defs = Defs::build(&program.workspace, &program.files, &*apis, Options::default());
    let index = crate::flow::Index::new(&program.files);
    let program = Program::new(&program.workspace, &program.files, defs, &apis);
    let mut calls: Vec<ExprRef> = index.called_names().flat_map(|name| index.calls(name)).collect();
    calls.sort_unstable_by_key(|call| (program.span(*call).lo, program.span(*call).hi));
    let by_path: Vec<_> = calls.iter().map(|call| program.called_by_path(*call)).collect();
    let mut out = String::new();
    for (call, by_path) in calls.iter().zip(by_path) {
        program.types(call.body);
        let called = program.called_fn(*call);
        let name = called.map_or_else(|| "-".to_owned(), |called| program.defs.path_of(called));
        let is_async = called.is_some_and(|called| program.defs.fns[called].item.is_async);
        let span = program.span(*call);
        let text = &program.workspace.sources.get(span.file).text[span.lo as usize..span.hi as usize];
        let how = if by_path.is_some() { "by path" } else { "by type" };
        writeln!(out, "{text}: {}{name} {how}", if is_async { "async " } else { "" }).unwrap();
        assert!(by_path.is_none_or(|by_path| by_path == called), "{text}: {by_path:?} by path, {called:?} by type");
    }
    insta::assert_snapshot!(out, @"
    Wrapped(0): - by path
    Self::default(): - by path
    Self::new(): k::Plain::new by path
    Self::wait(self): async k::Plain::wait by path
    Self::wait(self): async k::Plain::wait by path
    pause(): async k::pause by path
    pause(): k::pause by path
    plain(): k::plain by path
    HOOK(): - by type
    LATE(): - by type
    Wrapped(1): - by path
    Way::One(1): - by path
    Other::One(2): - by path
    Wrapped::start(): k::Wrapped::start by path
    <Wrapped as Start>::start(): k::Wrapped::start by path
    Start::go(&Wrapped::start()): k::Start::go by path
    Wrapped::start(): k::Wrapped::start by path
    T::start(): k::Start::start by path
    Plain::default(): - by path
    Plain::new(): k::Plain::new by path
    Plain::new().wait(): async k::Plain::wait by type
    tokio::spawn(async { pause() }): - by path
    unknown(): - by path
    ");
}
