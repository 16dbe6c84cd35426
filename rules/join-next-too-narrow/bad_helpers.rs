use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle, JoinSet as Tasks};
use tokio_util::task::JoinMap;

enum Outcome {
    Done(u32),
    Failed,
}

struct Pool {
    tasks: Tasks<Outcome>,
    by_name: JoinMap<String, ()>,
}

impl Pool {
    async fn next_done(&mut self) -> Option<Result<Outcome, JoinError>> {
        self.tasks.join_next().await
    }

    async fn watch(&mut self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                Some(Ok(Outcome::Done(number))) = self.next_done() => println!("{number} is done"), //~ join-next-too-narrow
                _ = stop.changed() => return,
            }
        }
    }

    async fn names(&mut self) {
        loop {
            let Some((name, Ok(()))) = self.by_name.join_next().await else { break }; //~ join-next-too-narrow
            println!("{name} is done");
        }
    }
}

async fn all(handles: Vec<JoinHandle<u32>>) -> u32 {
    let mut pending: FuturesUnordered<JoinHandle<u32>> = handles.into_iter().collect();
    let mut total = 0;
    while let Some(Ok(value)) = pending.next().await { //~ join-next-too-narrow
        total += value;
    }
    total
}
