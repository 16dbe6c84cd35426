//! The room is given back in a channel that is smaller than what it gives back room in.
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

pub struct Reader {
    parts: Receiver<Vec<u8>>,
    room: SyncSender<()>,
}

impl Reader {
    pub fn run(self) -> usize {
        let mut read = 0;
        while let Ok(part) = self.parts.recv() {
            read += part.len();
            if self.room.send(()).is_err() {
                break;
            }
        }
        read
    }
}

fn download(room: Receiver<()>, parts: SyncSender<Vec<u8>>) {
    let mut next = 0;
    while room.recv().is_ok() {
        next += 1;
        if parts.send(vec![next; 100]).is_err() {
            break;
        }
    }
}

pub fn start() -> (Reader, std::thread::JoinHandle<()>) {
    let (parts, read) = sync_channel(8); //~ bounded-channel-cycle
    let (room, given) = sync_channel(4);
    for _ in 0..4 {
        room.send(()).unwrap();
    }
    let task = std::thread::spawn(move || download(given, parts));
    (Reader { parts: read, room }, task)
}
