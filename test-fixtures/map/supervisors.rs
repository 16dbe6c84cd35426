//! Supervisors of crates: strategy, children, groups.

use joerl::{ActorSystem, ChildSpec, RestartStrategy, SupervisorSpec};
use kameo::actor::{ActorRef, Spawn};
use kameo::error::Infallible;
use kameo::supervision::SupervisionStrategy;
use std::io;
use std::sync::Arc;
use task_supervisor::{SupervisedTask, SupervisorBuilder, TaskResult};
use tokio_graceful_shutdown::{SubsystemBuilder, SubsystemHandle, Toplevel};

#[derive(Clone)]
struct Cache;

#[derive(Clone)]
struct Reader {
    cache: ActorRef<Cache>,
}

#[derive(Clone)]
struct Mailer;

impl kameo::Actor for Cache {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

impl kameo::Actor for Reader {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

impl kameo::Actor for Mailer {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

struct ByDefault; //= supervisor api=kameo::Actor strategy=one-for-one children=["t6","t7","t8"] groups=[["t6","t7"],["t8"]]

impl kameo::Actor for ByDefault {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        let cache = Cache::supervise(&me, Cache).spawn().await;
        Reader::supervise(&me, Reader { cache }).spawn().await; //= task sends=t6
        Mailer::supervise_with(&me, || Mailer).restart_limit(1, std::time::Duration::from_secs(9)).spawn().await;
        Ok(ByDefault)
    }
}

struct AfterEach; //= supervisor strategy=rest-for-one groups=[["t9","t10"]]

impl kameo::Actor for AfterEach {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::RestForOne
    }

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        let cache = Cache::supervise(&me, Cache).spawn().await;
        Reader::supervise(&me, Reader { cache }).spawn().await;
        Ok(AfterEach)
    }
}

struct Worker;

impl ractor::Actor for Worker {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ractor::ActorRef<()>, _: ()) -> Result<(), ractor::ActorProcessingErr> {
        Ok(())
    }
}

struct NoWord; //= supervisor api=ractor::Actor strategy=none children=["t11"]

impl ractor::Actor for NoWord {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ractor::ActorRef<()>, _: ()) -> Result<(), ractor::ActorProcessingErr> {
        ractor::Actor::spawn_linked(None, Worker, (), me.get_cell()).await?;
        Ok(())
    }
}

struct OwnWord; //= supervisor strategy=unknown

impl ractor::Actor for OwnWord {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ractor::ActorRef<()>, _: ()) -> Result<(), ractor::ActorProcessingErr> {
        Worker::spawn_linked(None, Worker, (), me.get_cell()).await?;
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ractor::ActorRef<()>,
        _: ractor::SupervisionEvent,
        _: &mut (),
    ) -> Result<(), ractor::ActorProcessingErr> {
        Ok(())
    }
}

struct Clock;

impl joerl::Actor for Clock {}
impl joerl::Actor for Mailer {}

fn listed(system: &Arc<ActorSystem>) {
    let spec = SupervisorSpec::new(RestartStrategy::OneForAll) //= supervisor api=joerl::SupervisorSpec strategy=one-for-all ends_others=never on_parent_end=left groups=[["s5.1"],["s5.2"]]
        .child(ChildSpec::new("clock", || Box::new(Clock)))
        .child(ChildSpec::new("mailer", || Box::new(Mailer)));
    joerl::spawn_supervisor(system, spec);
}

async fn clock(subsystem: &mut SubsystemHandle) -> io::Result<()> { //= supervisor strategy=none children=["t1"]
    subsystem.start(SubsystemBuilder::new("hand", hand));
    subsystem.on_shutdown_requested().await;
    Ok(())
}

async fn hand(subsystem: &mut SubsystemHandle) -> io::Result<()> {
    subsystem.on_shutdown_requested().await;
    Ok(())
}

async fn tree() {
    let ended = Toplevel::new(async |top: &mut SubsystemHandle| { //= supervisor api=tokio_graceful_shutdown::Toplevel strategy=none ends_others=failure on_parent_end=stopped children=["t3","t4"]
        top.start(SubsystemBuilder::new("clock", clock)); //= task spawns=t1,s6
        top.start(SubsystemBuilder::new("second", hand));
    })
    .handle_shutdown_requests(std::time::Duration::from_secs(1))
    .await;
    println!("{ended:?}");
}

#[derive(Clone)]
struct Job;

impl SupervisedTask for Job {
    async fn run(self, _: tokio_util::sync::CancellationToken) -> TaskResult {
        Ok(())
    }
}

fn tasks() {
    let supervisor = SupervisorBuilder::new() //= supervisor api=task_supervisor::SupervisorBuilder strategy=one-for-one children=["s8.1"]
        .with_task("job", Job)
        .spawn();
    println!("{supervisor:?}");
}

async fn beat() {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        println!("beat");
    }
}

async fn by_hand() {
    loop { //= supervisor api=loop strategy=one-for-one children=["t5"]
        let ended = tokio::spawn(beat()).await;
        println!("{ended:?}");
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}
