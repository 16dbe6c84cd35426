//! The one who starts a supervisor says what it does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_actors::actor::{Actor, ActorExt};
use tokio_actors::{ActorContext, ActorHandle, ActorResult, SpawnError, StopReason, SupervisionConfig};

#[derive(Default)]
pub struct Cache {
    rows: HashMap<u64, String>,
}

impl Actor for Cache {
    type Message = u64;
    type Response = Option<String>;

    async fn handle(&mut self, id: u64, _: &mut ActorContext<Self>) -> ActorResult<Option<String>> {
        Ok(self.rows.get(&id).cloned())
    }
}

#[derive(Default)]
pub struct Mailer {
    sent: u64,
}

impl Actor for Mailer {
    type Message = String;
    type Response = ();

    async fn handle(&mut self, _: String, _: &mut ActorContext<Self>) -> ActorResult<()> {
        self.sent += 1;
        Ok(())
    }
}

pub struct Reader {
    cache: ActorHandle<Cache>,
}

impl Actor for Reader {
    type Message = u64;
    type Response = ();

    async fn handle(&mut self, id: u64, _: &mut ActorContext<Self>) -> ActorResult<()> {
        println!("{:?}", self.cache.send(id).await?);
        Ok(())
    }
}

/// Strangers.
pub struct Office; //= supervisor strategy=one-for-all restart_limit=10_restarts_in_60_s child_names=["Cache","Mailer"] together=Cache,Mailer

impl Actor for Office {
    type Message = ();
    type Response = ();

    async fn on_started(&mut self, ctx: &mut ActorContext<Self>) -> ActorResult<()> {
        ctx.spawn_child(Cache::default).named("cache").await?;
        ctx.spawn_child(Mailer::default).named("mailer").await?;
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }
}

/// The reader has the cache.
pub struct Shop; //= supervisor strategy=rest-for-one restart_limit=3_restarts_in_5_s together=Cache+Reader

impl Actor for Shop {
    type Message = ();
    type Response = ();

    async fn on_started(&mut self, ctx: &mut ActorContext<Self>) -> ActorResult<()> {
        let cache = ctx.spawn_child(Cache::default).named("cache").await?;
        ctx.spawn_child(move || Reader { cache: cache.clone() }).named("reader").await?;
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }
}

/// Nobody says a word.
pub struct Kiosk; //= supervisor strategy=one-for-one restart_limit=3_restarts_in_5_s child_names=["Mailer"]

impl Actor for Kiosk {
    type Message = ();
    type Response = ();

    async fn on_started(&mut self, ctx: &mut ActorContext<Self>) -> ActorResult<()> {
        ctx.spawn_child(Mailer::default).await?;
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }
}

pub async fn start() -> Result<(), SpawnError> {
    let all = SupervisionConfig::one_for_all().max_restarts(10, Duration::from_secs(60)); //~ unrelated-children
    Office.spawn().named("office").with_supervision(all).await?;
    Shop.spawn().with_supervision(SupervisionConfig::rest_for_one()).await?;
    Kiosk.spawn().supervisor().await?;
    Ok(())
}

/// It takes a line, and never gives it back.
pub struct Caller {
    number: u64,
    lines: Arc<Mutex<HashMap<u64, String>>>,
}

impl Actor for Caller { //~ missing-terminate-handler
    type Message = ();
    type Response = ();

    async fn on_started(&mut self, _: &mut ActorContext<Self>) -> ActorResult<()> {
        self.lines.lock().unwrap().insert(self.number, "busy".to_owned());
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }
}

/// It does.
pub struct Guest {
    room: u64,
    rooms: Arc<Mutex<HashMap<u64, String>>>,
}

impl Actor for Guest {
    type Message = ();
    type Response = ();

    async fn pre_start(&mut self, _: &mut ActorContext<Self>) -> ActorResult<()> {
        self.rooms.lock().unwrap().insert(self.room, "taken".to_owned());
        Ok(())
    }

    async fn handle(&mut self, (): (), _: &mut ActorContext<Self>) -> ActorResult<()> {
        Ok(())
    }

    async fn on_stopped(&mut self, _: &StopReason, _: &mut ActorContext<Self>) -> ActorResult<()> {
        self.rooms.lock().unwrap().remove(&self.room);
        Ok(())
    }
}
