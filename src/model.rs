//! The concurrency architecture: tasks and who owns them, loops and how they end, channels and how much they
//! hold, groups that fall together.
//!
//! Answers what rules and the map ask; has no opinion about it.

mod accepts;
mod actor_asks;
mod actor_starts;
mod actors;
mod answers;
mod askers;
mod batches;
mod blind_reads;
mod blocking;
mod borrows;
mod buffers;
mod called;
mod caller_frames;
mod calls;
mod carried;
mod channels;
mod cleanup;
mod closing;
mod common_statics;
mod context;
mod counted;
mod crowds;
mod cycles;
mod dropped;
mod emptied;
mod emptied_lists;
mod ended_channels;
mod endless;
mod endless_peers;
mod entry;
mod errands;
mod errors;
mod feed;
mod floods;
mod frames;
mod gates;
mod graph;
mod groups;
mod grown;
mod guards;
mod half_observed;
mod handles;
mod held;
mod home_spawners;
mod home_supervisors;
mod idle_permits;
mod idle_spins;
mod idle_tasks;
mod idle_weaks;
mod in_place;
mod keeps;
mod kept;
mod kept_code;
mod lags;
mod left_behind;
mod leftover;
mod lenders;
mod lent_locks;
mod lent_trackers;
mod links;
mod locks;
mod loop_waits;
mod looped_queries;
mod loops;
mod loss;
mod lost_exits;
mod meetings;
mod mends;
mod messages;
mod no_runtime;
mod once;
mod origin;
mod other_ends;
mod outer_waits;
mod overseers;
mod overwritten;
mod own_guards;
mod own_handles;
mod own_registries;
mod own_senders;
mod own_work;
mod parked;
mod per_connection;
mod permits;
mod pools;
mod pushed;
mod raced;
mod reached;
mod reap;
mod refusals;
mod registries;
mod relations;
mod remade;
mod replaced;
mod replies;
mod restarted;
mod retold;
mod round;
mod ruled_out;
mod runners;
mod scope_senders;
mod selects;
mod sent_out;
mod servers;
mod services;
mod sessions;
mod sets;
mod shared_maps;
mod signals;
mod sole_values;
mod spans;
mod starts;
mod stay_open;
mod stopped_with;
mod stops;
mod stores;
mod supervisors;
mod taken_out;
mod takes;
mod tasks;
mod threads;
mod timers;
mod tokens;
mod told_states;
mod transactions;
mod turns;
mod undrained;
mod unread_loops;
mod untested;
mod waits;
mod widths;

pub use accepts::{AcceptEnd, AcceptEndKind};
pub use actor_asks::ActorHop;
pub use actors::ActorLeftover;
pub use blocking::Blocked;
pub use borrows::Borrow;
pub use buffers::{Hoard, Subscribers};
pub use channels::{Channel, End};
pub use cleanup::Uncleaned;
pub use context::{Runs, Way};
pub use crowds::Crowd;
pub use cycles::{Ask, Cycle, Hop, HopKind};
pub use entry::DropWork;
pub use feed::{Feed, Slip};
pub use floods::Flood;
pub use graph::{ChannelGraph, Ends as ChannelEnds, Holder, HolderKind, How, Op};
pub use groups::{Child, Group, GroupKind};
pub use guards::{EnteredSpan, Suspended};
pub use handles::{LetGo, LetGoKind, Unobserved};
pub use home_spawners::HomeSpawner;
pub use home_supervisors::{HomeChild, HomeSupervisor};
pub use idle_permits::{IdleKind, IdlePermit};
pub use idle_spins::{IdleSpin, IdleSpinKind};
pub use idle_weaks::IdleWeak;
pub use keeps::{KeptEnd, KeptOwner};
pub use left_behind::LeftBehind;
pub use leftover::{Leftover, LeftoverKind};
pub use links::{Link, LinkKind};
pub use locks::{Held, Inversion, Mode, Nested, Taken, Waiter};
pub use looped_queries::LoopedQuery;
pub use loops::{Form, Loop, LoopVerdict, OnEnd, OnLag};
pub use lost_exits::{LostExit, LostExitKind};
pub use mends::Mend;
pub use overseers::{Need, Overseer, Stray, Unheard, Ward};
pub use overwritten::{Again, Overwritten};
pub use own_senders::{Keeper, KeptSender};
pub use parked::Parked;
pub use permits::{GivenUp, Permit};
pub use pools::{Pool, Setting};
pub use reap::Grown;
pub use refusals::Refusal;
pub use registries::{
    Change, ChangeKind, Cluster, Forgotten, Gap, GapKind, Holds, Immortal, Registry, RegistryVerdict, Tie,
};
pub use remade::{Per, Remade};
pub use replies::LostReply;
pub use runners::{Runner, Runners};
pub use selects::{LosingBranch, Loss};
pub use servers::Exposed;
pub use sessions::SessionLeftover;
pub use sets::{Repeat, SetWait, TaskSet};
pub use spans::LostSpan;
pub use starts::{Start, StartKind, Started};
pub use supervisors::{Restart, RestartKind, UnreadExit};
pub use takes::{NarrowTake, TakeEffect};
pub use tasks::{Fate, Final, Owner, OwnerKind, Task, Verdict};
pub use timers::DeadTimeout;
pub use tokens::DeadToken;
pub use transactions::{OpenEnd, Written};
pub use undrained::Undrained;
pub use unread_loops::UnreadLoop;
pub use untested::{Untested, UntestedKind};
pub use waits::Poll;
pub use widths::{Width, WidthBy};

use crate::flow::{EndsCx, Index};
use crate::ir::BodyId;
use crate::resolve::{BodyRef, ExprRef, FnId, Program};
use crate::source::Span;
use crate::stop::Stop;
use crate::timings::Timings;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the program does concurrently.
pub struct Model<'p, 'a> {
    /// The program.
    pub program: &'p Program<'a>,
    /// Where names are written.
    pub index: &'p Index,
    /// Ends of code.
    pub ends: EndsCx<'p, 'a>,
    /// All spawn sites, in order of their places.
    pub tasks: Vec<Task>,
    /// Calls of functions that start a task and give its handle back, as tasks of their own: what becomes of the handle
    /// there. Each of these tasks is in `tasks`, too, once, where it is spawned.
    pub retold: Vec<Task>,
    /// Other calls of functions that give the handle of an endless task, and let it go. Not part of the map.
    pub lost_calls: Vec<Task>,
    /// All loops that wait for something, in order of their places.
    pub loops: Vec<Loop>,
    /// All channels, in order of their places.
    pub channels: Vec<Channel>,
    /// All groups of futures that share a fate.
    pub groups: Vec<Group>,
    /// Calls with the name of a spawn function of which it is not known what they call.
    pub unknown_spawns: Vec<Span>,
    registries: std::cell::OnceCell<registries::Maps>,
    tests: bool,
    hops: std::sync::OnceLock<Vec<Hop>>,
    /// Whether a function waits for a time, by how many calls away from the question it is.
    pauses: std::cell::RefCell<rustc_hash::FxHashMap<(FnId, u8), bool>>,
    /// Whether a function does something, by how many calls further it is looked.
    reaches: std::cell::RefCell<rustc_hash::FxHashMap<(FnId, crate::apis::Deed, u8), bool>>,
    /// What code starts, itself or in functions that it calls.
    starts: std::cell::RefCell<rustc_hash::FxHashMap<BodyRef, replaced::Starts>>,
    /// How async code comes to call a function.
    ways: std::cell::RefCell<rustc_hash::FxHashMap<FnId, Option<Way>>>,
    called: called::CalledCache,
    field_changes: held::ChangesCache,
    graph: std::sync::OnceLock<ChannelGraph>,
    lock_cache: locks::LockCache,
    /// Receives that never see their channel close.
    kept: rustc_hash::FxHashSet<ExprRef>,
    sets: std::sync::OnceLock<Vec<TaskSet>>,
    pool_cache: std::cell::OnceCell<Vec<Pool>>,
    overseers: std::cell::OnceCell<Vec<Overseer>>,
    actor_starts: std::cell::OnceCell<Vec<Task>>,
    meetings: std::cell::OnceCell<Vec<meetings::Meeting>>,
    /// Other crates that are depended on, by their own names; `None` where a file may use any.
    other_crates: std::cell::OnceCell<Option<rustc_hash::FxHashSet<crate::source::Name>>>,
}

/// Works out the model. With `tests`, test code counts like any other.
///
/// When `stop` is said, what is left is left out: nobody will look at it.
pub fn build<'p, 'a>(
    program: &'p Program<'a>,
    index: &'p Index,
    tests: bool,
    stop: &Stop,
    timings: &mut Timings,
) -> Model<'p, 'a> {
    let mut model = Model {
        program,
        index,
        ends: EndsCx::new(program, index),
        tasks: Vec::new(),
        retold: Vec::new(),
        lost_calls: Vec::new(),
        loops: Vec::new(),
        channels: Vec::new(),
        groups: Vec::new(),
        unknown_spawns: Vec::new(),
        registries: std::cell::OnceCell::new(),
        tests,
        hops: std::sync::OnceLock::new(),
        pauses: std::cell::RefCell::default(),
        reaches: std::cell::RefCell::default(),
        starts: std::cell::RefCell::default(),
        ways: std::cell::RefCell::default(),
        called: called::CalledCache::default(),
        field_changes: held::ChangesCache::default(),
        graph: std::sync::OnceLock::new(),
        lock_cache: locks::LockCache::default(),
        kept: Default::default(),
        sets: std::sync::OnceLock::new(),
        pool_cache: std::cell::OnceCell::new(),
        overseers: std::cell::OnceCell::new(),
        actor_starts: std::cell::OnceCell::new(),
        meetings: std::cell::OnceCell::new(),
        other_crates: std::cell::OnceCell::new(),
    };
    if stop.said() {
        return model;
    }
    model.channels = timings.stage("channels", || channels::find(&model));
    model.kept = kept::find(&model);
    // A receive that only looks sees that there is nothing, whoever keeps a sender.
    model.ends.set_kept(model.kept.iter().copied().filter(|at| loop_waits::waits(program, *at)).collect());
    let sites = timings.stage("spawns (fixed point)", || tasks::sites(&mut model));
    if stop.said() {
        return model;
    }
    model.tasks = timings.stage("tasks and their handles", || tasks::find(&mut model, sites));
    if stop.said() {
        return model;
    }
    lent_trackers::with_lent_trackers(&mut model);
    model.loops = timings.stage("loops", || loops::find(&model));
    tasks::with_own_loops(&mut model);
    tasks::without_unreachable(&mut model);
    endless_peers::without_ends_of_endless(&mut model);
    model.groups = timings.stage("groups", || groups::find(&model));
    model
}

/// Infers the bodies that will be asked for first, on all workers: those with loops, groups and spawns.
pub fn infer_first(program: &Program<'_>, index: &Index, tests: bool, stop: &Stop) {
    let names = program.apis.names_of(|row| row.starts_task() || row.verb == crate::apis::Verb::Channel);
    let mut bodies: Vec<BodyRef> = names.into_iter().flat_map(|name| index.calls(name)).map(|at| at.body).collect();
    bodies.extend(index.loops().iter().chain(index.groups()).map(|at| at.body));
    bodies.retain(|body| tests || !program.is_test_body(*body));
    bodies.sort_unstable();
    bodies.dedup();
    bodies.par_iter().for_each(|body| {
        if !stop.said() {
            program.types(*body);
        }
    });
}

/// Infers the other bodies, most of which will be asked for sooner or later, until somebody says that it is too late.
/// For workers that have nothing else to do.
pub fn infer_ahead(program: &Program<'_>, index: &Index, tests: bool, too_late: &AtomicBool) {
    program.files.par_iter().filter(|file| index.covers(file.file)).for_each(|file| {
        for body in (0..file.bodies.len() as u32).map(|body| BodyRef { file: file.file, body: BodyId(body) }) {
            if too_late.load(Ordering::Relaxed) {
                return;
            }
            if tests || !program.is_test_body(body) {
                program.types(body);
            }
        }
    });
}

impl Model<'_, '_> {
    /// Whether a body is test code that does not count in this run.
    pub fn skips(&self, body: BodyRef) -> bool {
        !self.tests && self.program.is_test_body(body)
    }

    /// Who holds the ends of channels, and all sends and receives. Made when it is first asked for.
    pub fn channel_graph(&self) -> &ChannelGraph {
        self.graph.get_or_init(|| graph::build(self))
    }
    /// Where a call is pointed at: the callee's path, or the method's name; an await at its keyword.
    pub fn callee_span(&self, at: ExprRef) -> Span {
        callee_span(self.program, at)
    }

    /// Where async code is pointed at: the name of its function, or the word `async`.
    pub fn code_span(&self, at: ExprRef) -> Span {
        use crate::ir::ExprKind;
        let program = self.program;
        match (program.expr(at), program.owner(at.body)) {
            (ExprKind::Async { .. }, _) => keyword(program.body(at.body).span(at.expr), 5),
            (ExprKind::Closure { .. }, _) | (_, None) => keyword(program.body(at.body).span(at.expr), 1),
            (_, Some(function)) => program.defs.fns[function].name_span,
        }
    }

    /// The crate that code belongs to.
    pub fn crate_of(&self, at: BodyRef) -> String {
        let krate = self.program.defs.krate_of(at);
        krate.map_or_else(String::new, |id| self.program.workspace.crates[id.0 as usize].name.as_str().to_owned())
    }

    /// The task that an expression runs in, where it stands in the text of what is spawned, or in a function
    /// that a task runs as its whole work.
    pub fn task_of(&self, at: ExprRef) -> Option<usize> {
        use crate::resolve::{Origin, Ty};
        let program = self.program;
        let span = program.body(at.body).span(at.expr);
        let inside = self
            .tasks
            .iter()
            .enumerate()
            .filter(|(_, task)| {
                task.work_at.is_some_and(|work| {
                    work.body == at.body
                        && work.expr != at.expr
                        && program.body(work.body).span(work.expr).contains(span)
                })
            })
            .min_by_key(|(_, task)| {
                task.work_at.map(|work| {
                    let span = program.body(work.body).span(work.expr);
                    span.hi - span.lo
                })
            });
        if let Some((index, _)) = inside {
            return Some(index);
        }
        let function = program.owner(at.body)?;
        self.tasks.iter().position(|task| match program.as_future(&task.work) {
            Ty::Future(future) => matches!(future.origin, Origin::Call(of, _) if of == function),
            _ => false,
        })
    }

    /// The function that code belongs to, as a path.
    pub fn function_of(&self, at: BodyRef) -> String {
        self.program.owner(at).map_or_else(String::new, |function| self.program.defs.path_of(function))
    }

    /// The function that code belongs to.
    pub fn owner(&self, at: BodyRef) -> Option<FnId> {
        self.program.owner(at)
    }
}

/// Where a call is pointed at: the callee's path, or the method's name; an await at its keyword.
pub(crate) fn callee_span(program: &Program<'_>, at: ExprRef) -> Span {
    use crate::ir::ExprKind;
    let body = program.body(at.body);
    match body.expr(at.expr) {
        ExprKind::Call { callee, .. } => body.span(*callee),
        ExprKind::MethodCall { name, name_lo, .. } => {
            let word = Span::new(body.file, *name_lo, *name_lo + name.len() as u32);
            let sources = &program.workspace.sources;
            // In a macro of the workspace it is the macro that is written there.
            match sources.text(word) == name.as_str() {
                true => word,
                false => macro_span(sources, body.span(at.expr)).unwrap_or(word),
            }
        }
        ExprKind::Await(_) => {
            let span = body.span(at.expr);
            let word = Span::new(span.file, span.hi.saturating_sub(5).max(span.lo), span.hi);
            // In a macro of the workspace the whole call is all there is.
            if program.workspace.sources.text(word) == "await" { word } else { span }
        }
        ExprKind::Loop { .. } => keyword(body.span(at.expr), 4),
        ExprKind::While { .. } => keyword(body.span(at.expr), 5),
        ExprKind::For { .. } => keyword(body.span(at.expr), 3),
        ExprKind::Select { path, .. } | ExprKind::Join { path, .. } | ExprKind::Macro { path, .. } => {
            let len = path.segments.iter().map(|segment| segment.name.len() + 2).sum::<usize>() - 2 + 1;
            keyword(body.span(at.expr), len as u32)
        }
        _ => body.span(at.expr),
    }
}

/// The path of the macro call that a span is.
fn macro_span(sources: &crate::source::Sources, span: Span) -> Option<Span> {
    let text = sources.text(span);
    let path = text.find('!')?;
    let is_path = text[..path].chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
    is_path.then(|| Span::new(span.file, span.lo, span.lo + path as u32))
}

fn keyword(span: Span, len: u32) -> Span {
    Span::new(span.file, span.lo, (span.lo + len).min(span.hi))
}

/// Code as it is said in a message: a chain of calls on one line.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ?", "?")
}
