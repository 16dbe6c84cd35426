async fn work(n: u64) {
    tokio::time::sleep(std::time::Duration::from_secs(n)).await;
    println!("{n}");
}

pub async fn awaited(ids: Vec<u64>) {
    let tasks: Vec<_> = ids.into_iter().map(|id| tokio::spawn(work(id))).collect();
    println!("{} started", tasks.len());
    for task in tasks {
        task.await.unwrap();
    }
}

pub fn given_out(ids: Vec<u64>) -> Vec<tokio::task::JoinHandle<()>> {
    let tasks: Vec<_> = ids.into_iter().map(|id| tokio::spawn(work(id))).collect();
    println!("{} started", tasks.len());
    tasks
}

pub async fn two() {
    let tasks = [tokio::spawn(work(1)), tokio::spawn(work(2))];
    println!("{} started", tasks.len());
    futures::future::join_all(tasks).await;
}

// `unzip` puts each handle into the second list.
async fn all(tasks: Vec<(String, tokio::task::JoinHandle<()>)>) -> Vec<String> {
    let (names, tasks): (Vec<_>, Vec<_>) = tasks.into_iter().unzip();
    futures::future::join_all(tasks).await;
    names
}

pub async fn named(ids: Vec<u64>) -> Vec<String> {
    let tasks: Vec<_> = ids.into_iter().map(|id| (id.to_string(), tokio::spawn(work(id)))).collect();
    all(tasks).await
}
