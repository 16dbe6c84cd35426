//! Each actor has one who decides about it alone.

use heph::supervisor::{NoSupervisor, Supervisor, SupervisorStrategy};
use heph::{ActorRef, NewActor, actor};
use heph_rt::spawn::options::ActorOptions;
use heph_rt::{Runtime, RuntimeRef, ThreadLocal};

async fn store(mut ctx: actor::Context<String, ThreadLocal>) -> Result<(), String> {
    while let Ok(line) = ctx.receive_next().await {
        println!("{line}");
    }
    Ok(())
}

async fn gate(mut ctx: actor::Context<String, ThreadLocal>, store: ActorRef<String>) -> Result<(), String> {
    while let Ok(line) = ctx.receive_next().await {
        store.send(line).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

async fn quiet(mut ctx: actor::Context<String, ThreadLocal>) {
    while ctx.receive_next().await.is_ok() {}
}

fn stops(error: String) -> SupervisorStrategy<()> {
    println!("{error}");
    SupervisorStrategy::Stop
}

/// It starts it again three times.
pub struct Thrice {
    store: ActorRef<String>,
    left: u32,
}

impl<NA> Supervisor<NA> for Thrice
where
    NA: NewActor<Argument = ActorRef<String>, Error = ()>,
{
    fn decide(&mut self, _: String) -> SupervisorStrategy<ActorRef<String>> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                SupervisorStrategy::Restart(self.store.clone())
            }
            None => SupervisorStrategy::Stop,
        }
    }
}

fn start(mut runtime: RuntimeRef) -> Result<(), String> {
    let store = runtime.spawn_local(stops, store as fn(_) -> _, (), ActorOptions::default()); //= supervisor api=heph::supervisor::Supervisor strategy=none child_names=["store"]
    let thrice = Thrice { store: store.clone(), left: 3 };
    runtime.spawn_local(thrice, gate as fn(_, _) -> _, store, ActorOptions::default()); //= supervisor strategy=one-for-one child_names=["gate"]
    runtime.spawn_local(NoSupervisor, quiet as fn(_) -> _, (), ActorOptions::default()); //= supervisor strategy=none child_names=["quiet"]
    Ok(())
}

pub fn run() -> Result<(), heph_rt::Error> {
    let mut runtime = Runtime::new()?;
    runtime.run_on_workers(start)?;
    runtime.start()
}
