//! It says what a failure means.

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
        let statistics = Statistics::spawn_link(&actor_ref, url).await;
        Ok(Pages { statistics: Some(statistics) })
    }

    async fn on_link_died(
        &mut self,
        _: WeakActorRef<Self>,
        _: ActorId,
        reason: ActorStopReason,
    ) -> Result<std::ops::ControlFlow<ActorStopReason>, Infallible> {
        tracing::warn!(?reason, "the statistics are gone");
        self.statistics = None;
        Ok(std::ops::ControlFlow::Continue(()))
    }
}
