//! A room: a small task that owns the member list, and a broadcast to everyone inside.

use crate::history::History;
use crate::protocol::{RoomName, ServerMessage, UserName};
use std::collections::BTreeSet;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinHandle;
use tracing::{debug, info};

/// Events that a slow member may be behind before it misses some.
const BACKLOG: usize = 256;

/// What happens in a room.
pub type Event = ServerMessage;

enum Command {
    Enter(UserName),
    Leave(UserName),
    Say { from: UserName, text: String },
    Names(oneshot::Sender<Vec<UserName>>),
}

/// A way into a room. The room ends when the last one is dropped.
#[derive(Clone, Debug)]
pub struct Room {
    name: RoomName,
    commands: mpsc::Sender<Command>,
    events: broadcast::Sender<Event>,
    history: History,
}

impl Room {
    /// Opens a room. Its task ends when all ways into it are gone; the handle is for waiting until then.
    pub fn open(name: RoomName) -> (Self, JoinHandle<()>) {
        let (commands, rx) = mpsc::channel(64);
        let (events, _) = broadcast::channel(BACKLOG);
        let history = History::new();
        let task = tokio::spawn(run(name.clone(), rx, events.clone(), history.clone()));
        (Self { name, commands, events, history }, task)
    }

    /// The room's name.
    pub fn name(&self) -> &RoomName {
        &self.name
    }

    /// Enters; gives what was said before, and what is said from now on.
    pub async fn enter(&self, user: UserName) -> (Vec<ServerMessage>, broadcast::Receiver<Event>) {
        let events = self.events.subscribe();
        let recent = self.history.recent();
        self.send(Command::Enter(user)).await;
        (recent, events)
    }

    /// Leaves.
    pub async fn leave(&self, user: UserName) {
        self.send(Command::Leave(user)).await;
    }

    /// Says something to everyone inside.
    pub async fn say(&self, from: UserName, text: String) {
        self.send(Command::Say { from, text }).await;
    }

    /// Who is inside.
    pub async fn names(&self) -> Vec<UserName> {
        let (reply, names) = oneshot::channel();
        self.send(Command::Names(reply)).await;
        names.await.unwrap_or_default()
    }

    /// What is said from now on, for those who only listen.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    async fn send(&self, command: Command) {
        if self.commands.send(command).await.is_err() {
            debug!(room = %self.name, "the room has ended");
        }
    }
}

async fn run(
    name: RoomName,
    mut commands: mpsc::Receiver<Command>,
    events: broadcast::Sender<Event>,
    history: History,
) {
    let mut members = BTreeSet::new();
    while let Some(command) = commands.recv().await {
        let event = match command {
            Command::Enter(user) => {
                members.insert(user.clone());
                ServerMessage::Joined(user)
            }
            Command::Leave(user) => {
                members.remove(&user);
                ServerMessage::Left(user)
            }
            Command::Say { from, text } => ServerMessage::Said { from, text },
            Command::Names(reply) => {
                if reply.send(members.iter().cloned().collect()).is_err() {
                    debug!(room = %name, "nobody waits for the names");
                }
                continue;
            }
        };
        history.push(event.clone());
        if events.send(event).is_err() {
            debug!(room = %name, "nobody listens");
        }
    }
    info!(room = %name, "room closed");
}
