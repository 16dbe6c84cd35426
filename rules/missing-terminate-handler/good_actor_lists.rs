//! Lists of an actor that hold no data: who waits for an answer, who listens, what each message empties again.

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

enum Ask {
    Name(RpcReplyPort<String>),
    Known(String),
}

struct Directory;

#[derive(Default)]
struct Waiting {
    requests: Vec<RpcReplyPort<String>>,
}

impl Actor for Directory {
    type Msg = Ask;
    type State = Waiting;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Ask>, _: ()) -> Result<Waiting, ActorProcessingErr> {
        Ok(Waiting::default())
    }

    async fn handle(&self, _: ActorRef<Ask>, ask: Ask, state: &mut Waiting) -> Result<(), ActorProcessingErr> {
        match ask {
            Ask::Name(reply) => state.requests.push(reply),
            Ask::Known(name) => {
                for reply in state.requests.drain(..) {
                    reply.send(name.clone())?;
                }
            }
        }
        Ok(())
    }
}

struct Channel;

#[derive(Default)]
struct Settling {
    pending: Vec<u64>,
}

impl Channel {
    fn note(&self, state: &mut Settling, id: u64) {
        state.pending.push(id);
    }
}

impl Actor for Channel {
    type Msg = u64;
    type State = Settling;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<u64>, _: ()) -> Result<Settling, ActorProcessingErr> {
        Ok(Settling::default())
    }

    async fn handle(&self, _: ActorRef<u64>, id: u64, state: &mut Settling) -> Result<(), ActorProcessingErr> {
        if id > 0 {
            self.note(state, id);
        }
        for id in std::mem::take(&mut state.pending) {
            println!("settled {id}");
        }
        Ok(())
    }
}
