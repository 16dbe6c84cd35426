//! The loop gives on all that comes in, to another one.

use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::mpsc;

struct Links {
    delays: HashMap<u32, Duration>,
    again: mpsc::UnboundedSender<u32>,
}

impl Links {
    fn schedule(&mut self, peer: u32) {
        let delay = self.delays.entry(peer).or_insert(Duration::from_millis(250));
        *delay = (*delay * 2).min(Duration::from_secs(60));
        let _ = self.again.send(peer);
    }
}

pub async fn run(mut lost: mpsc::Receiver<u32>) {
    let (again, mut due) = mpsc::unbounded_channel(); //~ unbounded-channel
    tokio::spawn(async move {
        while let Some(peer) = due.recv().await {
            println!("connect {peer}");
        }
    });
    let mut links = Links { delays: HashMap::new(), again };
    loop {
        tokio::select! {
            peer = lost.recv() => match peer {
                Some(peer) => links.schedule(peer),
                None => return,
            },
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("quiet"),
        }
    }
}
