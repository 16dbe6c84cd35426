//! Children that know each other, that share state, or that are restarted one by one.

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::error::Infallible;
use kameo::supervision::SupervisionStrategy;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Cache {
    entries: HashMap<u64, String>,
}

#[derive(Clone)]
struct Reader {
    cache: ActorRef<Cache>,
}

#[derive(Clone)]
struct Mailer {
    host: String,
}

type Scores = Arc<Mutex<HashMap<String, u64>>>;

#[derive(Clone)]
struct Decay {
    scores: Scores,
}

#[derive(Clone)]
struct Show {
    scores: Scores,
}

macro_rules! starts_as_it_is {
    ($($actor:ty),*) => {$(
        impl Actor for $actor {
            type Args = Self;
            type Error = Infallible;

            async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
                Ok(args)
            }
        }
    )*};
}

starts_as_it_is!(Cache, Reader, Mailer, Decay, Show);

struct Knowing;

impl Actor for Knowing {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::OneForAll
    }

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        let cache = Cache::supervise(&me, Cache::default()).spawn().await;
        Reader::supervise(&me, Reader { cache: cache.clone() }).spawn().await;
        Ok(Knowing)
    }
}

struct Sharing;

impl Actor for Sharing {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::RestForOne
    }

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        let scores = Scores::default();
        Decay::supervise(&me, Decay { scores: Arc::clone(&scores) }).spawn().await;
        Show::supervise(&me, Show { scores }).spawn().await;
        Ok(Sharing)
    }
}

struct OneByOne;

impl Actor for OneByOne {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        Mailer::supervise(&me, Mailer { host: "localhost".to_owned() }).spawn().await;
        Cache::supervise(&me, Cache::default()).spawn().await;
        Ok(OneByOne)
    }
}
