//! A channel that each call makes for itself has room for its only message.
use crossbeam_channel::{Receiver, bounded};

pub fn serve(ids: Receiver<u64>) {
    loop {
        let Ok(id) = ids.recv() else { return };
        println!("{}", read((id > 0).then_some(id)));
    }
}

fn read(id: Option<u64>) -> u64 {
    let (found, answer) = bounded(1);
    match id {
        Some(id) => {
            std::thread::spawn(move || found.send(id));
        }
        None => found.send(0).unwrap(),
    }
    answer.recv().unwrap_or_default()
}
