async fn save(n: u32) -> std::io::Result<()> {
    tokio::fs::write("saved", n.to_string()).await
}

pub async fn by_if() {
    let task = tokio::spawn(save(1));
    if let Err(error) = task.await { //~ unobserved-task-result
        eprintln!("panicked: {error}");
    }
}

pub async fn by_match() {
    let task = tokio::spawn(save(2));
    match task.await { //~ unobserved-task-result
        Ok(_) => println!("saved"),
        Err(error) => eprintln!("panicked: {error}"),
    }
}

pub async fn by_question() {
    let task = tokio::spawn(save(3));
    if task.await.is_err() { //~ unobserved-task-result
        eprintln!("panicked");
    }
}

pub async fn of_a_set() {
    let mut set = tokio::task::JoinSet::new();
    set.spawn(save(4));
    while let Some(end) = set.join_next().await { //~ unobserved-task-result
        if let Err(error) = end {
            eprintln!("panicked: {error}");
        }
    }
}
