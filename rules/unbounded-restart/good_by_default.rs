//! The supervisor waits or counts, or the child has nothing to make that may fail.

use bastion::prelude::*;
use bastion::supervisor::{ActorRestartStrategy, RestartStrategy};
use speare::{Actor, Backoff, Ctx, Limit, Node, Supervision};
use std::time::Duration;
use tokio::net::TcpListener;

pub struct Door {
    listener: TcpListener,
}

impl Actor for Door {
    type Props = ();
    type Msg = ();
    type Err = std::io::Error;

    async fn init(_: &mut Ctx<Self>) -> Result<Self, Self::Err> {
        let listener = TcpListener::bind("0.0.0.0:80").await?;
        Ok(Door { listener })
    }

    async fn handle(&mut self, _: (), _: &mut Ctx<Self>) -> Result<(), Self::Err> {
        println!("{:?}", self.listener.accept().await?);
        Ok(())
    }
}

pub struct Counter(u64);

impl Actor for Counter {
    type Props = ();
    type Msg = u64;
    type Err = String;

    async fn init(_: &mut Ctx<Self>) -> Result<Self, Self::Err> {
        Ok(Counter(0))
    }

    async fn handle(&mut self, more: u64, _: &mut Ctx<Self>) -> Result<(), Self::Err> {
        self.0 = self.0.checked_add(more).ok_or("too many")?;
        Ok(())
    }
}

pub fn house() -> Node {
    let mut node = Node::new();
    let later = Supervision::Restart { max: Limit::None, backoff: Backoff::Static(Duration::from_secs(1)) };
    node.actor::<Door>(()).supervision(later).spawn();
    let few = Supervision::Restart { max: Limit::Amount(3), backoff: Backoff::None };
    node.actor::<Door>(()).supervision(few).spawn();
    node.actor::<Counter>(()).spawn();
    node
}

pub fn garden() {
    let later = ActorRestartStrategy::LinearBackOff { timeout: Duration::from_secs(1) };
    Bastion::supervisor(|supervisor| {
        supervisor
            .with_restart_strategy(RestartStrategy::default().with_actor_restart_strategy(later))
            .children(|children| {
                children.with_exec(|_| async move {
                    let listener = TcpListener::bind("0.0.0.0:81").await.map_err(|_| ())?;
                    loop {
                        println!("{:?}", listener.accept().await);
                    }
                })
            })
    })
    .expect("a supervisor");
}

pub fn yard() {
    Bastion::supervisor(|supervisor| {
        supervisor.children(|children| {
            children.with_exec(|context| async move {
                loop {
                    println!("{:?}", context.recv().await?);
                }
            })
        })
    })
    .expect("a supervisor");
}
