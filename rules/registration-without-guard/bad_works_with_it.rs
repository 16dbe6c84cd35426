//! What the registration gives is what the work is done with, and the work may fail.

use std::collections::HashMap;
use std::sync::Mutex;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

#[derive(Default)]
pub struct Arena {
    players: Mutex<HashMap<u32, mpsc::Sender<String>>>,
}

impl Arena {
    pub fn enter(&self, player: u32) -> Option<mpsc::Receiver<String>> {
        let (updates, inbox) = mpsc::channel(16);
        let mut players = self.players.lock().unwrap();
        if players.contains_key(&player) {
            return None;
        }
        players.insert(player, updates);
        Some(inbox)
    }

    pub fn leave(&self, player: u32) {
        self.players.lock().unwrap().remove(&player);
    }
}

pub async fn play(mut socket: TcpStream, player: u32, arena: &Arena) -> std::io::Result<()> {
    let Some(inbox) = arena.enter(player) else { //~ registration-without-guard
        return Ok(());
    };
    pump(&mut socket, inbox).await?;
    arena.leave(player);
    Ok(())
}

async fn pump(socket: &mut TcpStream, mut inbox: mpsc::Receiver<String>) -> std::io::Result<()> {
    while let Some(text) = inbox.recv().await {
        socket.write_all(text.as_bytes()).await?;
    }
    Ok(())
}
