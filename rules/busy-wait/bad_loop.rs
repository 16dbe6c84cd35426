use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::{JoinHandle, yield_now};

pub struct Jobs {
    open: AtomicUsize,
}

impl Jobs {
    pub fn drain(&self) {
        loop { //~ busy-wait
            if self.open.load(Ordering::SeqCst) == 0 {
                break;
            }
            println!("still at work");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

pub async fn join(task: &JoinHandle<()>) {
    while !task.is_finished() { //~ busy-wait
        yield_now().await;
    }
}
