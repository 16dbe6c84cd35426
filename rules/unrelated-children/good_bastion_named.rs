//! A child finds the other by its name, in a function that makes its group.

use bastion::prelude::*;

fn writer(children: Children) -> Children {
    children.with_distributor(Distributor::named("writer")).with_exec(|ctx: BastionContext| async move {
        loop {
            let _line = ctx.recv().await?;
        }
    })
}

fn reader(children: Children) -> Children {
    children.with_exec(|_ctx: BastionContext| async move {
        let writer = Distributor::named("writer");
        loop {
            writer.tell_one("a line").map_err(|_| ())?;
        }
    })
}

pub fn start() -> Result<SupervisorRef, ()> {
    Bastion::supervisor(|supervisor| {
        supervisor.with_strategy(SupervisionStrategy::OneForAll).children(writer).children(reader)
    })
}
