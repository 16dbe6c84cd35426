//! The handles are given to `select_all`, which awaits them.
pub async fn run(names: Vec<String>) -> Result<(), tokio::task::JoinError> {
    let mut tasks = Vec::new();
    for n in names {
        let task =
            tokio::spawn(async move { tokio::time::sleep(std::time::Duration::from_secs(n.len() as u64)).await });
        tasks.push(task);
    }
    let (res, _, _) = futures::future::select_all(tasks).await;
    res
}

fn main() {}
