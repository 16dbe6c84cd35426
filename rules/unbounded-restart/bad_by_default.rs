//! Supervisors that start again without a limit, and children that fail at their first step.

use bastion::prelude::*;
use speare::{Actor, Ctx, Node};
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

pub fn house() -> Node {
    let mut node = Node::new();
    node.actor::<Door>(()).spawn(); //~ unbounded-restart
    node
}

pub fn garden() {
    Bastion::supervisor(|supervisor| {
        supervisor.children(|children| { //~ unbounded-restart
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
