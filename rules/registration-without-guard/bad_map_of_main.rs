//! The map of sessions is a variable of `main`, and an error leaves a session in it.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

struct Session {
    bytes: usize,
}

type Sessions = Arc<Mutex<HashMap<u64, Session>>>;

async fn serve(id: u64, mut socket: TcpStream, sessions: Sessions) -> io::Result<()> {
    sessions.lock().unwrap().insert(id, Session { bytes: 0 }); //~ registration-without-guard
    let mut buffer = [0; 1024];
    loop {
        let count = socket.read(&mut buffer).await?;
        if count == 0 {
            break;
        }
        if let Some(session) = sessions.lock().unwrap().get_mut(&id) {
            session.bytes += count;
        }
    }
    sessions.lock().unwrap().remove(&id);
    Ok(())
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let sessions = Sessions::default();
    let listener = TcpListener::bind("0.0.0.0:7000").await?;
    let mut next = 0;
    loop {
        let (socket, _) = listener.accept().await?;
        next += 1;
        let (id, sessions) = (next, sessions.clone());
        tokio::spawn(async move {
            if let Err(error) = serve(id, socket, sessions).await {
                eprintln!("{error}");
            }
        });
    }
}
