use scanner::{Tasks, start_beat, start_scans, start_stats};
use tokio::sync::mpsc;

#[tokio::main]
async fn main() {
    start_beat();
    let (stats, numbers) = mpsc::channel(8);
    let stats_task = start_stats(numbers);
    let (scans, numbers) = mpsc::channel(8);
    let scans_task = start_scans(numbers);
    let tasks = Tasks::new(stats_task, scans_task);
    if stats.send(1).await.is_err() || scans.send(2).await.is_err() {
        eprintln!("nobody listens");
    }
    drop(stats);
    if let Err(error) = tasks.stats.await {
        eprintln!("{error}");
    }
}
