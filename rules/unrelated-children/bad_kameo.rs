//! The supervisor says that all are restarted when one ends. They have nothing to do with each other.

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::error::Infallible;
use kameo::supervision::{RestartPolicy, SupervisionStrategy};
use std::collections::HashMap;
use std::time::Duration;

#[derive(Clone)]
struct Mailer {
    host: String,
}

impl Actor for Mailer {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

#[derive(Clone, Default)]
struct Cache {
    entries: HashMap<u64, String>,
}

impl Actor for Cache {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

struct Root;

impl Actor for Root {
    type Args = ();
    type Error = Infallible;

    fn supervision_strategy() -> SupervisionStrategy {
        SupervisionStrategy::OneForAll //~ unrelated-children
    }

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        Mailer::supervise(&me, Mailer { host: "localhost".to_owned() })
            .restart_policy(RestartPolicy::Transient)
            .restart_limit(3, Duration::from_secs(10))
            .spawn()
            .await;
        Cache::supervise_with(&me, Cache::default).spawn().await;
        Ok(Root)
    }
}
