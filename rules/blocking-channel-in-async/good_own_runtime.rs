//! A runtime for this code alone, on a thread of its own.

use flume::Receiver;

pub struct Collector {
    actions: Receiver<String>,
    out: tokio::sync::mpsc::Sender<String>,
}

impl Collector {
    #[tokio::main(flavor = "current_thread")]
    pub async fn start(self) {
        while let Ok(action) = self.actions.recv() {
            if self.out.send(action).await.is_err() {
                return;
            }
        }
    }
}

pub fn launch(c: Collector) {
    std::thread::Builder::new().name("collector".into()).spawn(move || c.start()).unwrap();
}
