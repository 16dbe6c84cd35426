//! The session is nobody's child, also where it is started for a message.

use kameo::Actor;
use kameo::actor::{ActorRef, Spawn};
use kameo::error::Infallible;
use kameo::message::{Context, Message};

#[derive(Actor)]
struct Session {
    user: u64,
}

struct Lobby {
    sessions: Vec<ActorRef<Session>>,
}

impl Actor for Lobby {
    type Args = ();
    type Error = Infallible;

    async fn on_start(_: (), _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Lobby { sessions: Vec::new() })
    }

    async fn on_stop(&mut self, _: kameo::actor::WeakActorRef<Self>, _: kameo::error::ActorStopReason) -> Result<(), Infallible> {
        self.sessions.clear();
        Ok(())
    }
}

struct Enter(u64);

impl Message<Enter> for Lobby {
    type Reply = ();

    async fn handle(&mut self, Enter(user): Enter, _: &mut Context<Self, ()>) {
        let session = Session::spawn(Session { user }); //~ unsupervised-actor
        self.sessions.push(session);
    }
}
