//! Clients of a socket.io server: what a handler enters for a client, nothing takes out when the client has gone.

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
    socket.on("rename", renamed);
    // A client that loses its network never says this.
    socket.on("leave", |socket: SocketRef, State(players): State<Players>| async move {
        players.names.lock().unwrap().remove(&socket.id);
    });
}

async fn renamed(socket: SocketRef, Data(name): Data<String>, State(players): State<Players>) {
    if let Some(old) = players.names.lock().unwrap().get_mut(&socket.id) {
        *old = name;
    }
}

#[derive(Default)]
struct Seats {
    taken: RwLock<HashMap<String, u32>>,
}

impl Seats {
    fn take(&self, who: String, seat: u32) {
        self.taken.write().unwrap().insert(who, seat);
    }
}

pub fn serve(seats: Arc<Seats>) -> SocketIo {
    let (_layer, io) = SocketIo::builder().with_state(Players::default()).build_layer();
    io.ns("/", connected); //~ missing-terminate-handler
    // The entry is made on an event, through a method.
    io.ns("/table", move |socket: SocketRef| { //~ missing-terminate-handler
        let seats = seats.clone();
        socket.on("sit", move |socket: SocketRef, Data(seat): Data<u32>| {
            let who = socket.id.to_string();
            seats.take(who, seat);
        });
    });
    io
}
