//! Children that code outside of any actor starts.

use heph::actor::{self, actor_fn};
use heph::supervisor::SupervisorStrategy;
use heph_rt::spawn::ActorOptions;
use heph_rt::{Runtime, ThreadLocal};
use speare::{Actor, Backoff, Ctx, Limit, Node, Supervision};
use std::io;

struct Poller;

impl Actor for Poller {
    type Props = String;
    type Msg = ();
    type Err = io::Error;

    async fn init(_: &mut Ctx<Self>) -> Result<Self, io::Error> {
        Ok(Poller)
    }
}

async fn poll() {
    let mut node = Node::new(); //= supervisor api=speare::Node strategy=one-for-one restart_limit=none child_names=["Poller"]
    node.actor::<Poller>("127.0.0.1:9".into())
        .supervision(Supervision::Restart { max: Limit::None, backoff: Backoff::None })
        .spawn();
    let mut stops = Node::default(); //= supervisor api=speare::Node strategy=none restart_limit=no_restart
    stops.actor::<Poller>("127.0.0.1:9".into()).supervision(Supervision::Stop).spawn();
}

async fn serve(mut context: actor::Context<String, ThreadLocal>, address: String) -> io::Result<()> {
    while let Ok(message) = context.receive_next().await {
        println!("{address}: {message}");
    }
    Ok(())
}

fn decide(error: io::Error) -> SupervisorStrategy<String> {
    println!("{error}");
    SupervisorStrategy::Restart("127.0.0.1:9".to_owned())
}

fn main() -> Result<(), heph_rt::Error> {
    let mut runtime = Runtime::setup().use_all_cores().build()?;
    runtime.run_on_workers(|mut workers| -> io::Result<()> {
        let options = ActorOptions::default();
        workers.spawn_local(decide, actor_fn(serve), "127.0.0.1:9".to_owned(), options); //= supervisor strategy=one-for-one child_names=["serve"]
        Ok(())
    })?;
    runtime.start()
}
