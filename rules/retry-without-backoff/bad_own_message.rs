//! A handler that sends its own actor the same message again when the attempt has failed: a loop through the mailbox.

use actix::prelude::*;
use ractor::{ActorProcessingErr, ActorRef};
use tokio::net::{TcpStream, UnixStream};

struct Lamp {
    stream: Option<UnixStream>,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Connect;

impl Actor for Lamp {
    type Context = Context<Self>;
}

impl Handler<Connect> for Lamp {
    type Result = ResponseActFuture<Self, ()>;

    fn handle(&mut self, _: Connect, _: &mut Context<Self>) -> Self::Result {
        Box::pin(UnixStream::connect("/run/lamp.sock").into_actor(self).map(|result, act, ctx| match result {
            Ok(stream) => act.stream = Some(stream),
            Err(error) => {
                log::warn!("no lamp: {error}");
                ctx.notify(Connect); //~ retry-without-backoff
            }
        }))
    }
}

struct Follower;

enum Follow {
    Connect,
    Stop,
}

impl ractor::Actor for Follower {
    type Msg = Follow;
    type State = Option<TcpStream>;
    type Arguments = ();

    async fn pre_start(&self, myself: ActorRef<Follow>, _: ()) -> Result<Self::State, ActorProcessingErr> {
        myself.cast(Follow::Connect)?;
        Ok(None)
    }

    async fn handle(&self, myself: ActorRef<Follow>, msg: Follow, state: &mut Self::State) -> Result<(), ActorProcessingErr> {
        match msg {
            Follow::Connect => match TcpStream::connect("primary.internal:6000").await {
                Ok(stream) => *state = Some(stream),
                Err(error) => {
                    tracing::warn!(%error, "no primary");
                    myself.cast(Follow::Connect)?; //~ retry-without-backoff
                }
            },
            Follow::Stop => myself.stop(None),
        }
        Ok(())
    }
}
