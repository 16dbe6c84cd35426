//! The mailbox is used again: what the reader keeps leads to the cache that takes the old one's place, too.

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::error::Infallible;
use std::collections::HashMap;

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

#[derive(Clone)]
struct Reader {
    cache: ActorRef<Cache>,
}

impl Actor for Reader {
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

    async fn on_start(_: (), me: ActorRef<Self>) -> Result<Self, Infallible> {
        let cache = Cache::supervise(&me, Cache::default()).spawn().await;
        Reader::supervise(&me, Reader { cache }).spawn().await;
        Ok(Root)
    }
}
