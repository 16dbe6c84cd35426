//! A graph of actors: each is called again when it panics, and its channels outlive that.

use std::error::Error;
use std::time::Duration;
use steady_state::*;

async fn count(actor: SteadyActorShadow, numbers: SteadyTx<u64>) -> Result<(), Box<dyn Error>> {
    let mut numbers = numbers.lock().await;
    let mut actor = actor;
    while actor.is_running(&mut || numbers.mark_closed()) {
        actor.wait_vacant(&mut numbers, 1).await;
        let _ = actor.try_send(&mut numbers, 1);
    }
    Ok(())
}

async fn sum(actor: SteadyActorShadow, numbers: SteadyRx<u64>) -> Result<(), Box<dyn Error>> {
    let mut numbers = numbers.lock().await;
    let mut actor = actor;
    while actor.is_running(&mut || numbers.is_closed_and_empty()) {
        actor.wait_avail(&mut numbers, 1).await;
        println!("{:?}", actor.try_take(&mut numbers));
    }
    Ok(())
}

async fn tick(actor: SteadyActorShadow) -> Result<(), Box<dyn Error>> {
    let mut actor = actor;
    while actor.is_running(&mut || true) {
        actor.wait_periodic(Duration::from_secs(1)).await;
    }
    Ok(())
}

pub fn run() -> Result<(), Box<dyn Error>> {
    let mut graph = GraphBuilder::for_production().build(()); //= supervisor api=steady_state::Graph strategy=one-for-one restart_limit=none child_names=["count","sum"] together=count+sum
    build(&mut graph);
    let (sent, taken) = graph.channel_builder().with_capacity(64).build();
    graph.actor_builder().with_name("COUNT").build(move |actor| count(actor, sent.clone()), SoloAct);
    graph.actor_builder().with_name("SUM").build(move |actor| sum(actor, taken.clone()), SoloAct);
    graph.start();
    graph.block_until_stopped(Duration::from_secs(1))
}

fn build(graph: &mut Graph) { //= supervisor api=steady_state::Graph child_names=["tick"]
    let actors = graph.actor_builder().with_mcpu_avg();
    actors.with_name("TICK").build(move |actor| tick(actor), SoloAct);
}
