use tokio::sync::mpsc;

pub struct Failure(pub String);

pub enum Update {
    Done(u64),
    Failed(Failure),
}

#[derive(Default)]
pub struct Stats {
    done: u64,
    pub failures: Vec<Failure>,
}

impl Stats {
    fn push(&mut self, update: Update) {
        match update {
            Update::Done(count) => self.done += count,
            Update::Failed(failure) => self.failures.push(failure),
        }
    }
}

// The loop gathers them, and empties them nowhere: they are its result.
pub async fn evaluate(mut updates: mpsc::Receiver<Update>) -> u64 {
    let mut stats = Stats::default();
    while let Some(update) = updates.recv().await {
        stats.push(update);
    }
    stats.done
}

pub fn report(stats: &Stats) -> Vec<String> {
    let mut lines = Vec::new();
    for failure in &stats.failures {
        lines.push(failure.0.clone());
    }
    lines
}
