//! Taking a handle out to see whether there was one drops it; and the message that ends a task need not have come
//! before the one that starts another.
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

async fn copy(name: String) {
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    println!("copied {name}");
}

#[derive(Default)]
pub struct Copies {
    running: Option<JoinHandle<()>>,
}

impl Copies {
    fn begin(&mut self, name: String) {
        if self.running.take().is_some() {
            println!("one was running");
        }
        self.running = Some(tokio::spawn(copy(name))); //~ task-handle-overwritten
    }

    fn cancel(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }
}

pub async fn serve(mut copies: Copies, mut orders: mpsc::Receiver<Option<String>>) {
    while let Some(order) = orders.recv().await {
        match order {
            Some(name) => copies.begin(name),
            None => copies.cancel(),
        }
    }
}
