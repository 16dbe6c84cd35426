//! A file of its own, where names come from globs of several crates, and crates are named in full, too.

use ractor::*;
use ractor_supervisor::*;
use std::time::Duration;

struct Clock;

impl Actor for Clock {
    type Msg = ();
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<()>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }
}

struct Hall; //= supervisor api=ractor::Actor strategy=none child_names=["Clock","Clock"]

impl Actor for Hall {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<(), ActorProcessingErr> {
        Actor::spawn_linked(None, Clock, (), me.get_cell()).await?;
        ractor::Actor::spawn_linked(None, Clock, (), me.get_cell()).await?;
        Ok(())
    }
}

/// Somebody's.
async fn under(parent: ActorCell) -> Result<(), SpawnErr> { //= supervisor api=ractor::Actor strategy=unknown child_names=["Clock"]
    Clock::spawn_linked(None, Clock, (), parent).await?;
    Ok(())
}

fn clock() -> ChildSpec {
    ChildSpec {
        id: "clock".to_owned(),
        restart: Restart::Permanent,
        spawn_fn: SpawnFn::new(|cell, id| async move {
            Ok(Clock::spawn_linked(Some(id), Clock, (), cell).await?.0.get_cell())
        }),
        backoff_fn: None,
        reset_after: None,
    }
}

fn all() -> SupervisorArguments {
    SupervisorArguments { //= supervisor api=ractor_supervisor::Supervisor strategy=one-for-all restart_limit=LIMIT_restarts_in_1_s
        child_specs: vec![clock(), clock()],
        options: SupervisorOptions {
            strategy: SupervisorStrategy::OneForAll,
            max_restarts: LIMIT,
            max_window: Duration::from_secs(1),
            reset_after: None,
        },
    }
}

const LIMIT: usize = 7;

mod local {
    use ractor::thread_local::*;
    use ractor::*;

    #[derive(Default)]
    struct Leaf;

    impl ThreadLocalActor for Leaf {
        type Msg = ();
        type State = u64;
        type Arguments = u64;

        async fn pre_start(&self, _: ActorRef<()>, start: u64) -> Result<u64, ActorProcessingErr> {
            Ok(start)
        }
    }

    #[derive(Default)]
    struct Branch; //= supervisor api=ractor::thread_local::ThreadLocalActor strategy=none child_names=["Leaf"]

    impl ThreadLocalActor for Branch {
        type Msg = ();
        type State = ();
        type Arguments = ThreadLocalActorSpawner;

        async fn pre_start(&self, me: ActorRef<()>, all: ThreadLocalActorSpawner) -> Result<(), ActorProcessingErr> {
            Leaf::spawn_linked(None, 1, me.get_cell(), all).await?;
            Ok(())
        }
    }
}

/// A child that has children itself.
struct House; //= supervisor api=ractor::Actor child_names=["Hall","Clock"] children=["s1","t7"]

impl Actor for House {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, _: ()) -> Result<(), ActorProcessingErr> {
        Actor::spawn_linked(None, Hall, (), me.get_cell()).await?;
        Actor::spawn_linked(None, Clock, (), me.get_cell()).await?;
        Ok(())
    }
}
