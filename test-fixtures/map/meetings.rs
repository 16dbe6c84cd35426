// Through which tasks reach each other without a pair of ends.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Barrier, Notify};

pub struct Gate {
    opened: Arc<Notify>,
}

impl Gate {
    pub fn new() -> Self {
        let opened = Arc::new(Notify::new()); //= channel bounded=true capacity=1 senders=local:opened,field:Gate::opened receivers=local:opened,task:waiting,field:Gate::opened
        let waiting = opened.clone();
        tokio::spawn(async move { waiting.notified().await }); //= task receives=c1 sends=
        Self { opened }
    }

    pub fn open(&self) {
        self.opened.notify_one();
    }
}

pub async fn start_together(parties: usize) {
    let line = Arc::new(Barrier::new(parties)); //= channel bounded=true capacity=parties senders=local:line,task:own receivers=local:line,task:own
    for _ in 0..parties {
        let own = line.clone();
        tokio::spawn(async move { own.wait().await }); //= task receives=c2 sends=c2
    }
}

pub fn jobs(limit: usize) {
    let bounded = Arc::new(crossbeam_queue::ArrayQueue::new(limit * 2)); //= channel bounded=true capacity=limit_*_2 senders=local:bounded receivers=local:bounded,task:taken
    let taken = bounded.clone();
    std::thread::spawn(move || while taken.pop().is_some() {}); //= task receives=c3 sends=
    let _ = bounded.push(1);
    let endless = crossbeam_queue::SegQueue::new(); //= channel bounded=false senders=local:endless receivers=local:endless
    endless.push(1);
    let ticks = crossbeam_channel::tick(Duration::from_secs(1)); //= channel capacity=1 senders= receivers=local:ticks
    for _ in ticks {}
}

pub struct Counter;

impl Actor for Counter {
    type Msg = u64;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _me: ActorRef<u64>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }
}

pub async fn count() -> Result<(), ActorProcessingErr> {
    let (counter, running) = Actor::spawn(None, Counter, ()).await?; //= channel bounded=false senders=local:counter receivers=task:Counter
    counter.cast(1)?;
    running.await?;
    Ok(())
}
