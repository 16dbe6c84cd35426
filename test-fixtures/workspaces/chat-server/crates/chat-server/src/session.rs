//! One client, from its first line to its last.

use crate::audit::{AuditLog, Entry};
use crate::bots::Bots;
use crate::moderation::Line;
use crate::notify;
use chat_core::{
    ClientMessage, Event, Hub, Presence, PresenceGuard, Room, ServerMessage, Typing, UserName, follow_typing,
};
use chat_metrics::{MESSAGES, SESSIONS};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info};

/// What all sessions share.
pub struct Shared {
    /// The rooms.
    pub hub: Hub,
    /// Who is online.
    pub presence: Arc<Presence>,
    /// Who is typing.
    pub typing: Typing,
    /// The bots that can be spoken to.
    pub bots: Bots,
    /// Everything that is said, for review.
    pub lines: mpsc::UnboundedSender<Line>,
    /// What is done.
    pub audit: AuditLog,
}

/// A client's session.
pub struct Session {
    shared: Arc<Shared>,
    peer: SocketAddr,
    user: UserName,
    presence: Option<PresenceGuard>,
    room: Option<Room>,
    tasks: JoinSet<()>,
}

impl Session {
    /// A session with a client that has said nothing yet.
    pub fn new(shared: Arc<Shared>, peer: SocketAddr) -> Self {
        let user = format!("guest-{}", peer.port()).parse().expect("letters, digits and a dash are a name");
        Self { shared, peer, user, presence: None, room: None, tasks: JoinSet::new() }
    }

    /// Serves the client until it leaves or `stop` is cancelled.
    pub async fn run(mut self, socket: TcpStream, stop: CancellationToken) -> io::Result<()> {
        SESSIONS.up();
        let (read, write) = socket.into_split();
        let (outbox, rx) = mpsc::channel(64);
        let writer = tokio::spawn(write_all(write, rx));
        let mut lines = BufReader::new(read).lines();
        let ended = loop {
            let line = tokio::select! {
                () = stop.cancelled() => break Ok(()),
                line = lines.next_line() => line,
            };
            match line {
                Ok(Some(line)) => {
                    if !self.on_line(&line, &outbox).await {
                        break Ok(());
                    }
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.leave().await;
        drop(outbox);
        if let Err(error) = writer.await {
            debug!(%error, "writer panicked");
        }
        SESSIONS.down();
        ended
    }

    async fn on_line(&mut self, line: &str, outbox: &mpsc::Sender<ServerMessage>) -> bool {
        let message = match line.parse() {
            Ok(message) => message,
            Err(error) => return outbox.send(ServerMessage::Refused(error)).await.is_ok(),
        };
        match message {
            ClientMessage::Nick(user) => self.log_in(user).await,
            ClientMessage::Join(name) => {
                self.leave().await;
                let room = self.shared.hub.room(name).await;
                let (recent, events) = room.enter(self.user.clone()).await;
                for message in recent {
                    if outbox.send(message).await.is_err() {
                        return false;
                    }
                }
                self.tasks.spawn(forward(events, outbox.clone()));
                self.tasks.spawn(follow_typing(room.listen(), self.shared.typing.clone()));
                self.room = Some(room);
            }
            ClientMessage::Say(text) => self.say(text).await,
            ClientMessage::Typing => self.shared.typing.note(self.user.clone()),
            ClientMessage::Who => {
                let names = match &self.room {
                    Some(room) => room.names().await,
                    None => self.shared.typing.now(),
                };
                return outbox.send(ServerMessage::Names(names)).await.is_ok();
            }
            ClientMessage::Quit => return false,
        }
        true
    }

    async fn log_in(&mut self, user: UserName) {
        let returning = self.shared.presence.is_online(&user);
        self.presence = Some(self.shared.presence.enter(user.clone()));
        self.user = user.clone();
        self.shared.audit.write(Entry::new(self.peer.to_string(), format!("is {user}"))).await;
        if !returning {
            tokio::spawn(async move { //~ detached-task
                sleep(Duration::from_secs(2)).await;
                info!(%user, "sending the newsletter of the week");
                notify::send_mail(&user, "what you have missed").await;
            });
        }
    }

    async fn say(&mut self, text: String) {
        MESSAGES.up();
        for mentioned in mentions(&text) {
            let is_bot = self.shared.bots.tell(&mentioned.to_string(), text.clone()).await;
            if !is_bot && !self.shared.presence.is_online(&mentioned) {
                notify::notify_later(mentioned, text.clone());
            }
        }
        let line = Line { user: self.user.clone(), text: text.clone() };
        if self.shared.lines.send(line).is_err() {
            debug!("moderation has ended");
        }
        if let Some(room) = &self.room {
            room.say(self.user.clone(), text).await;
        }
    }

    async fn leave(&mut self) {
        self.tasks.shutdown().await;
        if let Some(room) = self.room.take() {
            room.leave(self.user.clone()).await;
        }
    }
}

/// Sends what happens in the room to the client.
async fn forward(mut events: broadcast::Receiver<Event>, outbox: mpsc::Sender<ServerMessage>) {
    while let Ok(event) = events.recv().await { //~ broadcast-lag-unhandled
        if outbox.send(event).await.is_err() {
            break;
        }
    }
}

/// Writes until the outbox closes or the client does not take any more.
async fn write_all(mut write: OwnedWriteHalf, mut outbox: mpsc::Receiver<ServerMessage>) {
    while let Some(message) = outbox.recv().await {
        let line = format!("{message}\n");
        match timeout(Duration::from_secs(30), write.write_all(line.as_bytes())).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                debug!(%error, "client is gone");
                return;
            }
            Err(_) => {
                debug!("client does not read");
                return;
            }
        }
    }
}

fn mentions(text: &str) -> Vec<UserName> {
    text.split_whitespace().filter_map(|word| word.strip_prefix('@')?.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn forwards_until_the_room_closes() {
        let (events, rx) = broadcast::channel(4);
        let (outbox, mut messages) = mpsc::channel(4);
        tokio::spawn(forward(rx, outbox));
        assert!(events.send(ServerMessage::Missed(1)).is_ok());
        drop(events);
        assert_eq!(messages.recv().await, Some(ServerMessage::Missed(1)));
        assert_eq!(messages.recv().await, None);
    }
}
