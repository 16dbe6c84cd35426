//! Each call spawns.
use std::sync::Mutex;
use std::time::Duration;
use tokio::task::JoinSet;

#[derive(Default)]
pub struct Collector {
    tasks: Mutex<JoinSet<()>>,
}

impl Collector {
    fn start(&self) {
        self.tasks.lock().unwrap().spawn(async { //~ undrained-join-set
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }

    pub fn info(&self) -> u64 {
        self.start();
        1
    }
}

pub async fn wait_for_info() -> u64 {
    let collector = Collector::default();
    loop {
        let info = collector.info();
        if info > 0 {
            return info;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
