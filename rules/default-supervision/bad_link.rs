//! A linked actor that fails stops the other one, where that says nothing.

use kameo::actor::ActorRef;
use kameo::error::{ActorStopReason, Infallible};
use kameo::prelude::*;

struct Statistics {
    url: String,
}

impl Actor for Statistics {
    type Args = String;
    type Error = Infallible;

    async fn on_start(url: String, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Self { url })
    }
}

struct Pages {
    statistics: Option<ActorRef<Statistics>>,
}

impl Actor for Pages {
    type Args = String;
    type Error = Infallible;

    async fn on_start(url: String, actor_ref: ActorRef<Self>) -> Result<Self, Infallible> {
        let statistics = Statistics::spawn_link(&actor_ref, url).await; //~ default-supervision
        Ok(Pages { statistics: Some(statistics) })
    }
}
