//! The runtime of this code runs another task, which stands still meanwhile.

use flume::Receiver;

pub struct Collector {
    actions: Receiver<String>,
    out: tokio::sync::mpsc::Sender<String>,
}

impl Collector {
    #[tokio::main(flavor = "current_thread")]
    pub async fn start(self) {
        let beat = self.out.clone();
        let pulse = tokio::spawn(async move {
            for _ in 0..10 {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                let _ = beat.send("beat".to_string()).await;
            }
        });
        while let Ok(action) = self.actions.recv() { //~ blocking-channel-in-async
            if self.out.send(action).await.is_err() {
                break;
            }
        }
        let _ = pulse.await.is_ok();
    }
}

pub fn launch(c: Collector) {
    std::thread::Builder::new().name("collector".into()).spawn(move || c.start()).unwrap();
}
