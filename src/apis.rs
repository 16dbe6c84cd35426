//! The API catalog: what functions and types of other crates *are*, read from `rules/apis/*.toml` and
//! from `[[fn]]`, `[[type]]`, … tables of a `tether.toml`.
//!
//! Knows nothing of the analysed program. Facts about an API live here as data; what follows from them is
//! decided in `flow` and `model`.

mod embedded;
mod load;
mod text;

pub use load::{
    Actor, ApiError, Apis, ChildFn, DeedOf, Fn, FnId, LimitSaid, MacroVerb, Map, MeetingOf, Pair, Sequence,
    SupervisorKind, Type, TypeId, Work, parse_file,
};
pub use text::{Signature, TyText, parse_signature, parse_type};

use crate::source::Name;
use serde::Deserialize;

/// One catalog file as written.
///
/// All paths are canonical: the shortest public path that the crate documents (`tokio::task::JoinHandle`,
/// `tokio::sync::mpsc::channel`), with the crate's name as code writes it (`async_channel`).
/// `a::{B,C}::d` stands for `a::B::d` and `a::C::d`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApiFile {
    /// Crate that the file is about (as code writes it).
    #[serde(default, rename = "crate")]
    pub krate: Option<String>,
    /// Version whose source was read.
    #[serde(default)]
    pub version: Option<String>,
    /// Where facts of the whole file come from.
    #[serde(default)]
    pub source: Option<String>,
    /// Other paths to the same things.
    #[serde(default, rename = "alias")]
    pub aliases: Vec<AliasRow>,
    /// Functions and methods.
    #[serde(default, rename = "fn")]
    pub fns: Vec<FnRow>,
    /// Types.
    #[serde(default, rename = "type")]
    pub types: Vec<TypeRow>,
    /// Traits whose methods apply to types outside the catalog.
    #[serde(default, rename = "trait")]
    pub traits: Vec<TraitRow>,
    /// Shorthand for functions that only pass values: path of a type, trait or module → name → signature
    /// (see [`parse_signature`]): `push = "(into) -> ()"`, `map = "(|$0|) -> Option<$ret0>"`, `new = "static $self"`.
    #[serde(default)]
    pub methods: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>,
    /// Macros.
    #[serde(default, rename = "macro")]
    pub macros: Vec<MacroRow>,
    /// Collections without keys.
    #[serde(default, rename = "sequence")]
    pub sequences: Vec<SequenceRow>,
    /// What functions do with resources. A function needs no other row for it.
    #[serde(default, rename = "deed")]
    pub deeds: Vec<DeedRow>,
    /// Constructors of values at which both sides meet.
    #[serde(default, rename = "meeting")]
    pub meetings: Vec<MeetingRow>,
    /// Traits of actors and sessions.
    #[serde(default, rename = "actor")]
    pub actors: Vec<ActorRow>,
    /// Maps and sets by key.
    #[serde(default, rename = "map")]
    pub maps: Vec<MapRow>,
    /// Functions that undo what others do.
    #[serde(default, rename = "pair")]
    pub pairs: Vec<PairRow>,
    /// Kinds of supervisors.
    #[serde(default, rename = "supervisor")]
    pub supervisors: Vec<SupervisorRow>,
    /// Functions that start children of supervisors, and actors under nobody.
    #[serde(default, rename = "child")]
    pub children: Vec<ChildRow>,
    /// Names of strategies.
    #[serde(default, rename = "strategy")]
    pub strategies: Vec<StrategyRow>,
    /// How a program says how often a supervisor restarts.
    #[serde(default, rename = "limit")]
    pub limits: Vec<LimitRow>,
}

/// What a function does with a resource: the thread, a pool, a connection, a span, a server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct DeedRow {
    /// Canonical path of a function or method; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<String>,
    /// What it does.
    pub does: Option<Deed>,
    /// The argument that it is about, the receiver not counted: a size, a limit.
    pub arg: Option<u8>,
    /// For `pool`: how many connections it has where nobody says (`10`, `cpus * 2`).
    pub size: Option<String>,
    /// For `pool`: how long a caller waits for a connection where nobody says (`30 s`); `none` is for ever.
    pub wait: Option<String>,
    /// For `client`: the limit of a request where nobody says; `none` is no limit.
    pub limit: Option<String>,
    /// For `wait-condition`: it wakes up only when it is notified.
    pub told: bool,
    /// For `query`, `acquire`: it parks the thread.
    pub blocking: bool,
    /// Types of the argument `arg`, by which a call is known whose receiver is not: what is derived has methods that
    /// stand nowhere in the text.
    #[serde(deserialize_with = "one_or_many")]
    pub given: Vec<String>,
    /// Free text that findings may quote.
    pub note: Option<String>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// A constructor of something through which tasks reach each other, and that has no pair of ends: a notifier, a
/// barrier, a queue, a timer, the mailbox of an actor. The map lists it among the channels; no rule asks for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct MeetingRow {
    /// Canonical path of a function; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<String>,
    /// How many messages or permits it holds.
    pub capacity: Option<String>,
    /// The argument that says so.
    pub capacity_arg: Option<u8>,
    /// It has no limit. What has one that is no number (an event that nobody hears is lost) has no capacity.
    pub unbounded: bool,
    /// Methods by which a side puts something in.
    #[serde(deserialize_with = "one_or_many")]
    pub sends: Vec<String>,
    /// Methods by which a side takes something out, or waits for it.
    #[serde(deserialize_with = "one_or_many")]
    pub takes: Vec<String>,
    /// An actor's: who holds a reference sends, the actor takes.
    pub mailbox: bool,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// Functions of which the second undo what the first do: counting up and down, setting a flag and clearing it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PairRow {
    /// Canonical paths of functions and methods that do it.
    #[serde(deserialize_with = "one_or_many")]
    pub take: Vec<String>,
    /// Those that undo it.
    #[serde(deserialize_with = "one_or_many")]
    pub give: Vec<String>,
    /// What both must be about.
    pub on: PairOn,
    /// The value that it sets (the last literal) must be `true` to do it, and `false` to undo it.
    pub flag: bool,
    /// What it is done to, where that is not written in the call: `the terminal`.
    pub subject: Option<String>,
    /// How it stays where nobody undoes it: `stays counted up`.
    pub left: String,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// What two calls of a pair have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PairOn {
    /// The receiver.
    #[default]
    Receiver,
    /// The first argument.
    Argument,
    /// There is but one of its kind.
    Nothing,
}

/// Kinds of dealings with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Parks the thread on a file, a socket, a process or a database.
    BlockingIo,
    /// Drives a future to its end while the thread waits.
    BlockOn,
    /// Runs its closure where blocking is allowed (`block_in_place`).
    MayBlock,
    /// Lets other tasks run, and comes back at once.
    Yield,
    /// A future that gives its error to those who wait for an answer, too: a driver of a connection.
    TellsWaiters,
    /// Serves until somebody drops it.
    Serve,
    /// Serves until a signal that it is given, or that it listens to itself.
    ServeGracefully,
    /// Waits for ctrl-c alone.
    CtrlC,
    /// Waits for the signal to terminate, or for all signals.
    Terminate,
    /// Takes a permit of a semaphore.
    TakePermit,
    /// The same, if there is one.
    TryPermit,
    /// Takes a permit away for good.
    ForgetPermit,
    /// Adds permits to a semaphore.
    AddPermits,
    /// Enters a span until the result is dropped.
    EnterSpan,
    /// Gives a future a span.
    Instrument,
    /// Locks (a part of) what it is called on, together with others that do the same.
    Share,
    /// The same, beside any number that share, and of its kind only one.
    Upgrade,
    /// Locks (a part of) what it is called on for itself alone.
    Own,
    /// The same, and the thread that has it may have it again.
    Reenter,
    /// Of a type: a value of it keeps locked what it was made from.
    Hold,
    /// Gives a thread a name.
    NameThread,
    /// Waits on a condition variable, and may wake up for no reason.
    WaitCondition,
    /// Makes a pool of connections.
    Pool,
    /// Sets a pool's greatest size.
    PoolSize,
    /// Sets how many connections a pool keeps at least.
    PoolMin,
    /// Sets how long callers wait for a connection.
    PoolWait,
    /// Takes a connection from a pool until the result is dropped.
    Acquire,
    /// Starts a transaction until the result is dropped.
    Begin,
    /// The same, on a connection that somebody has already.
    BeginOn,
    /// Ends a transaction.
    Finish,
    /// Asks a database or a server, and waits for the answer.
    Query,
    /// Makes a client that keeps connections.
    Client,
    /// Waits for a connection that it makes first, if there is none, and fails at once if nobody answers.
    Connects,
    /// Makes an interval the first tick of which comes at once.
    TicksAtOnce,
    /// Sets a limit for a client's requests, or for one request.
    ClientLimit,
    /// Sends a request.
    Request,
    /// Takes what it is called on, where that holds something: `VacantEntry::insert`.
    UseUp,
    /// Of a type: a function that takes one runs for each request.
    Extract,
    /// The same, and it holds what the server lends to all requests, not what a client sends.
    Lend,
    /// Is given functions that run for each request.
    Route,
    /// Runs as many futures at once as its argument says.
    Width,
    /// Says how full a queue or pool is.
    Depth,
    /// Writes what is to last: into a file, a database, a log. What else the function does has a row of its own.
    /// Of a type: what is written into it is to last.
    Save,
    /// Gives as many items as the outside has: rows, files. `note` says what they are.
    List,
    /// Takes a socket, an open file or a process of its own until it is done.
    Reach,
    /// Gives the next datagram of a socket, from whoever has sent one.
    Datagram,
    /// Makes a stream or a receiver that never comes to an end.
    NeverEnds,
    /// Waits until something outside happens: sockets become ready, a key is pressed.
    AwaitEvent,
    /// Finds an actor by its name or type.
    LookUp,
    /// Sends a request to an actor; its future gives the reply. `arg` is the limit, `None` for no limit.
    Ask,
    /// Of a crate: it makes several processes one cluster.
    Cluster,
    /// Of a crate: its server drops the future of a handler when the client hangs up.
    DropWithClient,
    /// Is given, as `arg`, what runs for each client that connects.
    OnConnect,
    /// Is given, as `arg`, what runs when a client says something.
    OnEvent,
    /// Is given what runs when a client has gone.
    OnGone,
    /// Of a type: it is a client that is connected.
    Visitor,
}

/// `from` (a path or a prefix of paths) is the same as `to`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AliasRow {
    /// The other path (`tokio::spawn`, `tokio_stream::StreamExt`, `crossbeam::channel`).
    pub from: String,
    /// The canonical one (`tokio::task::spawn`, `crossbeam_channel`). With as many `{A,B}` as `from`, one for each.
    pub to: String,
}

/// What a function or method is.
///
/// Type texts (`returns`, `closure`) are Rust types in which `$self` is the receiver's type, `$0`, `$1` … its
/// generic arguments, `$arg0` … an argument's type, `$out0` … what argument 0 gives: the output of a future, the
/// result of a closure, or the output of the future that a closure gives; `$ret0` … what the closure or function in
/// argument 0 returns, not awaited; `output<T>` what awaiting a `T` gives, `item<T>` what it gives as a stream or
/// iterator, `future<T>` some future of that output; `$item` what the receiver gives as a
/// stream or iterator, `$item0` the same of argument 0; `$T` the turbofish or the expected type; `_` unknown.
/// A value flows from the receiver or an argument into the result when `returns` mentions it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FnRow {
    /// `crate::module::function`, `crate::Type::method` or `crate::Trait::method`; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub path: Vec<String>,
    /// What it does.
    pub verb: Verb,
    /// For functions of a type or trait: it takes no receiver (`new`). `$self` is then the type that the path names.
    pub associated: bool,
    /// `async fn` or gives a future: `returns` is what awaiting it gives.
    pub is_async: bool,
    /// What the call gives (for `is-async`: what awaiting it gives). Absent: unknown.
    pub returns: Option<String>,
    /// Types that closure arguments are called with, by position of the argument: `{ 0 = ["$0"] }`.
    pub closure: std::collections::BTreeMap<String, Vec<String>>,
    /// Arguments that end up inside the receiver (`push`, `insert`, `Option::replace`).
    pub into_self: Vec<u8>,
    /// Arguments that are only looked at (they are not moved away): `mem::size_of_val(&x)`.
    pub borrows: Vec<u8>,
    /// For `spawn`, `run`, `wrap`, `join`, `group`, `timeout`: position of the future or closure; -1 is the receiver.
    /// Absent: 0 for those that run something, the receiver (if there is one) for those that act on a task.
    /// With `receive` it means that all messages are taken until the end, and given to this closure (`for_each`).
    pub work: Option<i8>,
    /// For `spawn`.
    pub task: Option<TaskKind>,
    /// For `spawn`: what becomes of the task when the returned value is dropped, if not what its type says.
    pub on_drop: Option<DropEffect>,
    /// For `spawn`: the receiver keeps the handle (`JoinSet::spawn`, `TaskTracker::spawn`): its role decides.
    pub kept_by_receiver: bool,
    /// For `spawn`: nothing runs until the result is awaited or polled (lazy builders).
    pub lazy: bool,
    /// For `channel`: its kind. For `receive`: the kind of source.
    pub channel: Option<ChannelKind>,
    /// For `channel`: whether it has a limit.
    pub bounded: Option<bool>,
    /// For `channel`: the argument that is the capacity.
    pub capacity_arg: Option<u8>,
    /// For `channel`: a capacity that is not an argument ("0" for rendezvous, "1" for oneshot and watch).
    pub capacity: Option<String>,
    /// For `receive`: what it gives once the channel is closed and empty.
    pub on_close: Option<OnClose>,
    /// For `receive`: it can give a "you lagged" error that does not end the stream.
    pub lags: bool,
    /// For `receive` and `send`: parks the thread.
    pub blocking: bool,
    /// For `send`, and what takes room on a channel for a later send: it can wait for room.
    pub waits: bool,
    /// For `receive` and `send`: it does not wait longer than it is told (`send_timeout`).
    pub limited: bool,
    /// For `send`: it gives the message up, or back, where there is no room (`try_send`).
    pub tries: bool,
    /// It loses data when its future is dropped half-way: `read_exact` has taken bytes by then.
    pub loses: bool,
    /// What it has read when its future is dropped half-way is in this argument: lost with that only.
    pub fills: Option<u8>,
    /// For `group`: when it ends, and what becomes of the others then.
    pub ends: Option<GroupEnd>,
    /// It panics where a runtime runs the thread (tokio's `blocking_*`).
    pub refuses_async: bool,
    /// For `channel`: it panics where the capacity is 0.
    pub zero_panics: bool,
    /// For `channel`: each sender has room for a message of its own.
    pub per_sender: bool,
    /// For `forever`: it never gives a value while nothing stops it (a server's `serve`).
    /// For `wait`: which exit waiting on it is.
    /// For `close`: `channel-closed` where it closes the channel for all senders, whoever calls it.
    pub exit: Option<ExitKind>,
    /// How likely it is that one call runs long: servers, connections, whole sessions.
    pub long: bool,
    /// Free text that findings may quote: why it matters.
    pub note: Option<String>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// What a function does, as far as concurrency is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Nothing of its own: values pass as `returns` says.
    #[default]
    Pass,
    /// Starts a task, thread or actor that runs `work`.
    Spawn,
    /// Runs `work` to its end before it returns (`block_on`, `LocalSet::run_until`, `thread::scope`).
    Run,
    /// Gives a future that runs `work` (`boxed`, `instrument`, `fuse`, `in_current_span`).
    Wrap,
    /// Gives a future that runs `work`, but not longer than a limit.
    Timeout,
    /// Makes a channel; `returns` is the pair of its ends (or the one value that is both).
    Channel,
    /// Makes another end of the receiver's channel (`Sender::subscribe`, `Sender::clone` is plain `clone`).
    Subscribe,
    /// Takes a message.
    Receive,
    /// Puts a message.
    Send,
    /// Closes a channel or set (`Receiver::close`, `TaskTracker::close`).
    Close,
    /// Takes a connection from a listener.
    Accept,
    /// Waits for a period's next tick.
    Tick,
    /// Waits for a time.
    Sleep,
    /// Waits for something that `exit` names (token cancelled, ctrl-c, notify).
    Wait,
    /// Gives `wait` and lasts until then: `token.run_until_cancelled(work)`.
    WaitOr,
    /// Cancels a token or fires a signal.
    Cancel,
    /// Makes a token, or a child of one.
    Token,
    /// Awaits the end of a task or of all in a set (`JoinHandle::join`, `JoinSet::join_next`, `TaskTracker::wait`).
    Join,
    /// Ends a task or all in a set (`abort`, `abort_all`, `shutdown`, `cancel`).
    Abort,
    /// Lets go of a task on purpose (`detach`, `forget`, `detach_all`).
    Detach,
    /// Asks whether a task has ended (`is_finished`).
    Check,
    /// Waits for several futures at once; the argument is a collection (`join_all`, `select_all`, `try_join_all`).
    Group,
    /// Never returns while nothing stops it (`axum::serve`, `pending`).
    Forever,
    /// Takes a lock; the result is a guard.
    Lock,
    /// Drops its argument (`drop`).
    Drop,
    /// Forgets its argument (`mem::forget`, `Box::leak`).
    Forget,
    /// Leaves the process (`exit`, `abort`).
    Exit,
    /// Takes values in: a `collect`, `extend`, `from_iter`.
    Collect,
}

/// When a group of futures ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GroupEnd {
    /// With the first, and drops the others (`race`).
    First,
    /// With the first, and gives the others back (`select_all`).
    GivesBack,
    /// With the first error, and drops the others (`try_join_all`).
    Error,
    /// When all have ended (`join_all`).
    All,
}

/// What runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// A future on a runtime.
    Task,
    /// A closure on a pool for blocking work.
    Blocking,
    /// An operating system thread.
    Thread,
    /// A future on the current thread.
    Local,
    /// An actor.
    Actor,
    /// Through a function of the workspace that spawns.
    Wrapper,
}

/// What dropping a value does to what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DropEffect {
    /// The task goes on, unowned.
    Detach,
    /// The task is aborted or cancelled.
    Abort,
    /// The drop waits for the end.
    Join,
    /// The channel end is closed.
    Close,
    /// The token is cancelled.
    Cancel,
    /// Nothing.
    Nothing,
}

/// Kinds of channels and other things that a loop can wait on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// Many senders, one receiver, async.
    Mpsc,
    /// Each message to each receiver.
    Broadcast,
    /// The latest value.
    Watch,
    /// One message.
    Oneshot,
    /// `std::sync::mpsc`
    StdMpsc,
    /// `crossbeam_channel`
    Crossbeam,
    /// `flume`
    Flume,
    /// Any `Stream`.
    Stream,
    /// Connections of a listener.
    Accept,
    /// Ticks.
    Interval,
    /// `Notify`, event listeners.
    Notify,
    /// Anything else.
    Other,
}

/// What a receive gives when its channel is closed and empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OnClose {
    /// `None`
    None,
    /// `Err(_)`
    Err,
    /// It waits for ever.
    Waits,
    /// It cannot close.
    Never,
}

/// How a long body can come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ExitKind {
    /// Its channel is closed.
    ChannelClosed,
    /// A token is cancelled.
    CancelToken,
    /// A shutdown signal (ctrl-c, `watch`/`oneshot`/`broadcast`/`Notify` used as one).
    ShutdownSignal,
    /// Another branch of a select ends it.
    SelectBranch,
    /// An error.
    Error,
    /// The peer hangs up.
    PeerClosed,
    /// A condition of its own.
    Condition,
    /// Somebody aborts it.
    Abort,
}

/// What a type is.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TypeRow {
    /// Canonical path; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub path: Vec<String>,
    /// For type aliases: the type that it stands for (`Result<$0, std::io::Error>`).
    pub is: Option<String>,
    /// What it is for.
    pub role: Role,
    /// What dropping it does.
    pub drop: Option<DropEffect>,
    /// Type that it dereferences to (`$0` for `Arc<T>`), and whose methods it has.
    pub deref: Option<String>,
    /// What its one public field holds: `State(state)`, `data.0`.
    pub holds: Option<String>,
    /// Its public fields, with their types.
    pub fields: std::collections::BTreeMap<String, String>,
    /// What awaiting it gives.
    pub output: Option<String>,
    /// What it gives as a stream or iterator.
    pub item: Option<String>,
    /// Whether `item` comes as a stream (`StreamExt` applies), not as an iterator.
    pub stream: bool,
    /// Awaiting it lasts: drivers of connections, workers.
    pub long: bool,
    /// With `long`: what ends it (default `peer-closed`).
    pub exit: Option<ExitKind>,
    /// For ends of channels, listeners and whatever else gives items: it says more than the row of a method that
    /// is for all streams (`StreamExt::next` on a `ReceiverStream`). For guards: the channel that they keep from
    /// being sent to (`watch::Ref`).
    pub channel: Option<ChannelKind>,
    /// `Clone` gives another handle to the same thing (senders, tokens, `Arc`).
    pub shares: bool,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
    /// Free text that findings may quote.
    pub note: Option<String>,
}

/// What a type is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing special.
    #[default]
    Other,
    /// Owns a task.
    JoinHandle,
    /// Can end a task, but does not own it.
    AbortHandle,
    /// Owns many tasks, and aborts them when dropped (`JoinSet`) or not (see `drop`).
    TaskSet,
    /// Counts tasks (`TaskTracker`).
    Tracker,
    /// Cancellation token.
    Token,
    /// Cancels its token, aborts its task or closes its channel when dropped.
    DropGuard,
    /// Sending end.
    Sender,
    /// Receiving end.
    Receiver,
    /// Both ends in one (`async_broadcast` aside: `Notify`, `Event`).
    Notify,
    /// Listener that accepts connections.
    Listener,
    /// Connection, socket, stream of bytes.
    Connection,
    /// Timer with a period.
    Interval,
    /// Transparent pointer (`Arc`, `Box`, `Rc`, `Pin`).
    Pointer,
    /// Lock around a value (`Mutex`, `RwLock`, `RefCell`).
    Lock,
    /// Guard of a lock.
    Guard,
    /// Cell that is set once or taken (`OnceLock`, `OnceCell`, `ArcSwap`).
    Cell,
    /// `Option`
    Option,
    /// `Result`, `Poll`
    Result,
    /// `Vec`, `HashMap`, … of values.
    Collection,
    /// Iterator.
    Iterator,
    /// Future that runs what it was given (`Timeout`, `Instrumented`).
    Future,
    /// Runtime or handle to one.
    Runtime,
    /// Semaphore.
    Semaphore,
    /// Permit of a semaphore.
    Permit,
    /// Metrics, loggers, configuration: shared by all, relates nobody.
    Telemetry,
    /// Atomics.
    Atomic,
    /// Connection pool.
    Pool,
    /// Reference to an actor.
    ActorRef,
    /// Server that is about to run.
    Server,
}

/// An extension trait.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TraitRow {
    /// Canonical path (`futures::stream::StreamExt`).
    pub path: String,
    /// What it applies to.
    pub on: TraitOn,
    /// With `impl`: the trait that types implement to have it, if that is another one.
    #[serde(default)]
    pub of: Option<String>,
}

/// Types that an extension trait applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TraitOn {
    /// Everything.
    Any,
    /// Futures.
    Future,
    /// Streams.
    Stream,
    /// Iterators.
    Iterator,
    /// Sinks.
    Sink,
    /// Readers and writers.
    Io,
    /// Types of the program that implement it (or the trait that `of` names), for functions that it provides.
    Impl,
}

/// What a macro does, where its form does not say it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MacroRow {
    /// Canonical path (`tokio::select`); one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub path: Vec<String>,
    /// `select`, `join`, `try-join`, `spawn` (its argument is a task); none where it only gives a value.
    #[serde(default)]
    pub verb: Option<String>,
    /// What it gives: a type without arguments.
    #[serde(default)]
    pub gives: Option<String>,
    /// `crate-1.2.3/src/file.rs:123`
    #[serde(default)]
    pub source: Option<String>,
}

/// A trait whose functions a framework calls while an actor or session lives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActorRow {
    /// Canonical path (`ractor::Actor`).
    pub path: String,
    /// Functions that run once, before the first message (`pre_start`, `on_connect`).
    pub start: Vec<String>,
    /// Functions that run once, at the end (`post_stop`, `on_disconnect`).
    pub end: Vec<String>,
    /// Types of references to it, where it stops when the last one is dropped. Weak ones are not among them.
    #[serde(default)]
    pub refs: Vec<String>,
    /// `crate-1.2.3/src/file.rs:123`
    #[serde(default)]
    pub source: Option<String>,
}

/// A kind of supervisor: how a program makes one, and what it does when a child ends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SupervisorRow {
    /// Canonical path of its type; of the actors' trait, where any actor can be one.
    pub path: String,
    /// The path is a trait: supervisors are the types that implement it.
    pub actor: bool,
    /// That trait, where the path is something else: a second way in which the same actors have children.
    #[serde(rename = "trait")]
    pub of_trait: Option<String>,
    /// Functions that make one. Its methods add children in a chain, or its closure is given it.
    pub made_by: Vec<String>,
    /// Types of parameters that stand for the supervisor: of the actor whose code it is, or of the one above.
    pub context: Vec<String>,
    /// A struct that describes one, with its children in a field.
    pub literal: Option<String>,
    /// That field.
    pub literal_children: Option<String>,
    /// What it does where nobody says; absent: it has to be said.
    pub strategy: Option<Strategy>,
    /// A function of the trait that says it.
    pub strategy_fn: Option<String>,
    /// Functions that start such an actor: what it does is said in the chain that begins there.
    #[serde(deserialize_with = "one_or_many")]
    pub started_by: Vec<String>,
    /// Each child says for itself what is done when it ends.
    pub each_child: bool,
    /// An associated type of the trait: the tuple of its children's types.
    pub children_type: Option<String>,
    /// A trait of actors that all are children of one supervisor, which the crate itself makes.
    pub services: Option<String>,
    /// How often it restarts where nobody says (`5 restarts in 5 s`); `none` is without an end.
    pub limit: Option<String>,
    /// It starts again what has ended.
    pub restarts: bool,
    /// What becomes of the others where all are started again.
    pub siblings: Siblings,
    /// A reference of a child is good for the one that takes its place, too, or may be: it is not known.
    pub keeps_refs: bool,
    /// When it ends them all, it asks them, and waits.
    pub orderly: bool,
    /// What becomes of the children when it ends.
    pub parent_end: ParentEnd,
    /// A function of the trait that is called when a child has ended for good.
    pub exit_fn: Option<String>,
    /// Which ends of a child stop the supervisor, where the trait's own is left as it is.
    pub exit_stops: Option<ExitStops>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// What a supervisor does when a child ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// That child alone is started again.
    OneForOne,
    /// All are.
    OneForAll,
    /// That child and those that were started after it are.
    RestForOne,
    /// Nothing is started again.
    None,
    /// Not known.
    Unknown,
}

/// Which ends of a child stop its supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExitStops {
    /// Any, also a normal one.
    Any,
    /// Errors, panics and kills.
    Failure,
}

/// What becomes of the siblings of a child that has ended, where they are started again, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Siblings {
    /// They are stopped first.
    #[default]
    Restarted,
    /// They are killed first, without their terminate callbacks.
    Killed,
    /// They go on beside the new ones.
    Left,
}

/// When the end of a child ends its siblings, or starts them anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndsOthers {
    /// When any of them ends.
    AnyEnd,
    /// When one fails.
    Failure,
    /// Those that were started after it.
    Later,
    /// Never.
    Never,
    /// Not known.
    Unknown,
}

/// What becomes of children when their supervisor ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParentEnd {
    /// Not known.
    #[default]
    Unknown,
    /// They are stopped, and their terminate callbacks run.
    Stopped,
    /// They are killed.
    Killed,
    /// They go on.
    Left,
}

/// A function that starts a child.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ChildRow {
    /// Canonical path; one row may name several. A method is one of the supervisor, or of what stands for it.
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<String>,
    /// The kind of supervisor.
    pub of: String,
    /// The argument that is the supervisor; absent: the receiver.
    pub under: Option<u8>,
    /// It makes a supervisor of the list of children that this argument is.
    pub list: Option<u8>,
    /// Each call is a supervisor of its own, with one child.
    pub only: bool,
    /// The argument that decides what is done when the child ends.
    pub says: Option<u8>,
    /// It is under nobody; this function of the crate would put it under a supervisor.
    pub alone: Option<String>,
    /// The argument that is the child, or makes it; absent: the type that the function is called on.
    pub child: Option<u8>,
    /// The child's type is the turbofish.
    pub turbofish: bool,
    /// Arguments that the child is given.
    pub args: Vec<u8>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// What the name of a strategy means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StrategyRow {
    /// Canonical path of a variant or function; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<String>,
    /// Which it is.
    pub is: Strategy,
    /// `crate-1.2.3/src/file.rs:123`
    #[serde(default)]
    pub source: Option<String>,
}

/// How a program says how often a supervisor restarts what has ended.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct LimitRow {
    /// Canonical path of a method of a builder, a variant, or a struct with fields; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<String>,
    /// The kind of supervisor.
    pub of: String,
    /// The argument that says how many restarts there may be.
    pub times: Option<u8>,
    /// The argument that says in which time.
    pub window: Option<u8>,
    /// The field that says how many.
    pub times_field: Option<String>,
    /// The field that says in which time.
    pub window_field: Option<String>,
    /// The unit of that, where it is a number: `s`.
    pub unit: Option<String>,
    /// What it says: `none` is without an end, `no restart`.
    pub says: Option<String>,
    /// It takes the time away, in which the restarts are counted.
    pub no_window: bool,
    /// What a number of 0 says, where that is not "no restart".
    pub zero: Option<String>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// What the methods of a sequence or set do to its length.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SequenceRow {
    /// Canonical path of the type; one row may name several.
    #[serde(deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    pub path: Vec<String>,
    /// Methods that put something in.
    pub grow: Vec<String>,
    /// Methods that may take something out, or take it as a whole.
    pub shrink: Vec<String>,
    /// Methods that say how many there are.
    pub length: Vec<String>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

/// What the methods of a map or set do to its entries.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct MapRow {
    /// Canonical path of the type; one row may name several.
    #[cfg_attr(test, schemars(with = "OneOrMany"))]
    #[serde(deserialize_with = "one_or_many")]
    pub path: Vec<String>,
    /// Its first type argument is what it holds, and it has no values.
    pub set: bool,
    /// It is no map, but one entry of one.
    pub of_map: bool,
    /// It has a limit or lets entries expire by itself.
    pub bounded: bool,
    /// Who puts entries in has it alone: its methods take `&mut self`, and others share it behind a lock only.
    pub exclusive: bool,
    /// The key is what `insert` gives back. Of one type argument only, that is what it holds.
    pub gives_key: bool,
    /// Methods that put an entry in; the key is the first argument.
    pub insert: Vec<String>,
    /// Methods that take one entry out.
    pub remove: Vec<String>,
    /// Methods that may take out any entry.
    pub clear: Vec<String>,
    /// Methods that give the entry of a key.
    pub entry: Vec<String>,
    /// `crate-1.2.3/src/file.rs:123`
    pub source: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    Ok(match OneOrMany::deserialize(input)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

/// The last segment of a `::` path.
pub fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// `a::{B,C}::d` as `a::B::d`, `a::C::d`; a path without braces as itself.
fn expand(path: &str) -> Vec<String> {
    let Some((head, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let Some((list, tail)) = rest.split_once('}') else { return vec![path.to_owned()] };
    list.split(',').flat_map(|one| expand(&format!("{head}{}{tail}", one.trim()))).collect()
}

/// A canonical path, interned.
pub type ApiPath = Name;
