//! A task that the loop starts tells that loop of its end: as many messages as tasks.

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
        let (delay, again) = (*delay, self.again.clone());
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            let _ = again.send(peer);
        });
    }
}

pub async fn run(mut lost: mpsc::Receiver<u32>) {
    let (again, mut due) = mpsc::unbounded_channel();
    let mut links = Links { delays: HashMap::new(), again };
    loop {
        tokio::select! {
            peer = lost.recv() => match peer {
                Some(peer) => links.schedule(peer),
                None => return,
            },
            Some(peer) = due.recv() => println!("connect {peer}"),
        }
    }
}
