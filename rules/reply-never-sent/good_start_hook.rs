//! The port comes with the arguments of an actor that does not start: who starts it has the error.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;

struct Channel;

struct Opening {
    amount: u64,
    opened: oneshot::Sender<u64>,
}

enum Arguments {
    Open(Opening),
    Resume(u64),
}

impl Actor for Channel {
    type Msg = ();
    type State = u64;
    type Arguments = Arguments;

    async fn pre_start(&self, _: ActorRef<()>, arguments: Arguments) -> Result<u64, ActorProcessingErr> {
        match arguments {
            Arguments::Open(Opening { amount, opened }) => {
                check(amount)?;
                let _ = opened.send(amount);
                Ok(amount)
            }
            Arguments::Resume(id) => Ok(id),
        }
    }
}

fn check(amount: u64) -> Result<(), ActorProcessingErr> {
    if amount == 0 { Err("nothing to open".into()) } else { Ok(()) }
}

async fn open(amount: u64) -> Result<u64, ActorProcessingErr> {
    let (opened, id) = oneshot::channel();
    Actor::spawn(None, Channel, Arguments::Open(Opening { amount, opened })).await?;
    Ok(id.await?)
}
