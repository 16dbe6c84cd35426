async fn work(n: u64) {
    tokio::time::sleep(std::time::Duration::from_secs(n)).await;
    println!("{n}");
}

pub async fn counted(ids: Vec<u64>) {
    let tasks: Vec<_> = ids.into_iter().map(|id| tokio::spawn(work(id))).collect(); //~ unwatched-task
    println!("{} started", tasks.len());
}

pub async fn two() {
    let tasks = [tokio::spawn(work(1)), tokio::spawn(work(2))]; //~ unwatched-task
    println!("{} started", tasks.len());
}
