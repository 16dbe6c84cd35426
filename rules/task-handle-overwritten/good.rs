use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

struct Client {
    address: String,
    heartbeat: Option<JoinHandle<()>>,
}

async fn beat(address: String) {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("ping {address}");
    }
}

impl Client {
    fn connect(&mut self) {
        if let Some(old) = self.heartbeat.take() {
            old.abort();
        }
        self.heartbeat = Some(tokio::spawn(beat(self.address.clone())));
    }

    async fn run(&mut self, mut lost: mpsc::Receiver<String>) {
        while let Some(address) = lost.recv().await {
            self.address = address;
            self.connect();
        }
        if let Some(task) = self.heartbeat.take() {
            task.abort();
        }
    }
}
