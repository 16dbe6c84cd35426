//! Clients of a socket.io server: each entry goes with its client, or is not about the client.

use socketioxide::SocketIo;
use socketioxide::extract::{Data, SocketRef, State};
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};

#[derive(Clone, Default)]
struct Players {
    names: Arc<Mutex<HashMap<Sid, String>>>,
}

async fn connected(socket: SocketRef, State(players): State<Players>) {
    players.names.lock().unwrap().insert(socket.id, String::from("somebody"));
    set_handlers(&socket);
}

fn set_handlers(socket: &SocketRef) {
    socket.on("leave", left);
    socket.on_disconnect(left);
}

async fn left(socket: SocketRef, State(players): State<Players>) {
    players.names.lock().unwrap().remove(&socket.id);
}

/// What is kept by room stays when one of its members goes.
#[derive(Default)]
struct Rooms {
    topics: RwLock<HashMap<String, String>>,
}

/// Swept from time to time.
#[derive(Default)]
struct Heartbeats {
    last: Mutex<HashMap<String, std::time::Instant>>,
}

impl Heartbeats {
    async fn sweep(&self) {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(30)).await;
            self.last.lock().unwrap().retain(|_, at| at.elapsed().as_secs() < 60);
        }
    }
}

/// An entry that takes itself out.
struct Seat {
    seats: Arc<Seats>,
    who: String,
}

#[derive(Default)]
struct Seats {
    taken: Mutex<HashMap<String, u32>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.taken.lock().unwrap().remove(&self.who);
    }
}

pub async fn serve(rooms: Arc<Rooms>, beats: Arc<Heartbeats>, seats: Arc<Seats>) {
    let (_layer, io) = SocketIo::builder().with_state(Players::default()).build_layer();
    io.ns("/", connected);
    io.ns("/rooms", move |socket: SocketRef| {
        let rooms = rooms.clone();
        socket.on("topic", move |Data((room, topic)): Data<(String, String)>| {
            rooms.topics.write().unwrap().insert(room, topic);
        });
    });
    let beating = beats.clone();
    io.ns("/beats", move |socket: SocketRef| {
        let beats = beating.clone();
        socket.on("beat", move |socket: SocketRef| {
            beats.last.lock().unwrap().insert(socket.id.to_string(), std::time::Instant::now());
        });
    });
    io.ns("/seats", move |socket: SocketRef| {
        let who = socket.id.to_string();
        seats.taken.lock().unwrap().insert(who.clone(), 1);
        socket.extensions.insert(Seat { seats: seats.clone(), who });
    });
    beats.sweep().await;
}
