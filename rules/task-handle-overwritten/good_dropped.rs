//! What is there is ended first, or keeps the new one from being started.
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
        self.cancel();
        self.running = Some(tokio::spawn(copy(name)));
    }

    fn begin_once(&mut self, name: String) {
        if self.running.is_some() {
            return;
        }
        self.running = Some(tokio::spawn(copy(name)));
    }

    fn cancel(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }
}

pub async fn serve(mut copies: Copies, mut orders: mpsc::Receiver<Result<String, bool>>) {
    while let Some(order) = orders.recv().await {
        match order {
            Ok(name) => copies.begin(name),
            Err(true) => copies.begin_once("again".to_owned()),
            Err(false) => copies.cancel(),
        }
    }
}

/// The arm itself ends the one before.
pub async fn in_the_arm(mut copies: Copies, mut orders: mpsc::Receiver<String>) {
    while let Some(name) = orders.recv().await {
        match name.len() {
            0 => {}
            _ => {
                copies.cancel();
                copies.begin(name);
            }
        }
    }
}
