//! Two of the same are one service, and a future from a branch reaches what the branch gave it.

use tokio::sync::mpsc::{self, Receiver, Sender};

async fn upload(mut rows: Receiver<u32>, name: &str) -> Result<(), String> {
    loop {
        match rows.recv().await {
            Some(row) if row > 9 => return Err(format!("{name}: {row}")),
            Some(_) => {}
            None => return Ok(()),
        }
    }
}

pub async fn both(a: Receiver<u32>, b: Receiver<u32>) -> Result<(), String> {
    tokio::try_join!(upload(a, "connects"), upload(b, "disconnects")).map(|_| ())
}

#[derive(Default)]
pub struct Count(std::sync::atomic::AtomicU32);

impl Count {
    fn next(&self) -> u32 {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }
}

async fn produce(rows: Sender<u32>, guard: std::sync::Arc<Count>) -> Result<(), String> {
    loop {
        rows.send(guard.next()).await.map_err(|error| error.to_string())?;
    }
}

async fn answer(guard: std::sync::Arc<Count>) -> Result<(), String> {
    loop {
        if guard.next() > 3 {
            return Err("late".to_owned());
        }
        tokio::task::yield_now().await;
    }
}

pub async fn serve(fast: bool) -> Result<(), String> {
    let (tx, rx) = mpsc::channel(8);
    let guard = std::sync::Arc::new(Count::default());
    let sender = match fast {
        true => Box::pin(produce(tx, guard.clone())),
        false => Box::pin(produce(tx, guard.clone())),
    };
    drop(rx);
    tokio::select! {
        ended = sender => ended,
        ended = answer(guard) => ended,
    }
}
