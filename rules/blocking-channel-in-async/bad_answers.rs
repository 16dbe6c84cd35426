// Room for one message, and more than one is sent.
use tokio::runtime::Handle;

pub struct Makers {
    runtime: Handle,
}

impl Makers {
    pub fn twice(&self) -> flume::Receiver<u32> {
        let (tx, rx) = flume::bounded(1);
        self.runtime.spawn(async move {
            let _ = tx.send(1); //~ blocking-channel-in-async
            let _ = tx.send(2); //~ blocking-channel-in-async
        });
        rx
    }

    pub fn each(&self, numbers: Vec<u32>) -> flume::Receiver<u32> {
        let (tx, rx) = flume::bounded(1);
        self.runtime.spawn(async move {
            for number in numbers {
                let _ = tx.send(number); //~ blocking-channel-in-async
            }
        });
        rx
    }

    pub fn shared(&self, numbers: Vec<u32>) -> flume::Receiver<u32> {
        let (tx, rx) = flume::bounded(1);
        for number in numbers {
            let tx = tx.clone();
            self.runtime.spawn(async move {
                let _ = tx.send(number); //~ blocking-channel-in-async
            });
        }
        rx
    }
}

/// Whoever asked comes back for the answer some time.
pub fn start(runtime: &Handle, number: u32) -> std::sync::mpsc::Receiver<u32> {
    let (tx, rx) = std::sync::mpsc::sync_channel(0);
    runtime.spawn(async move {
        let _ = tx.send(number); //~ blocking-channel-in-async
    });
    rx
}
