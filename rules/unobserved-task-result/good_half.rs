async fn save(n: u32) -> std::io::Result<()> {
    tokio::fs::write("saved", n.to_string()).await
}

async fn count(n: u32) -> u32 {
    tokio::task::yield_now().await;
    n
}

pub async fn both() {
    let task = tokio::spawn(save(1));
    match task.await {
        Ok(Ok(())) => println!("saved"),
        Ok(Err(error)) => eprintln!("failed: {error}"),
        Err(error) => eprintln!("panicked: {error}"),
    }
}

pub async fn flat() {
    let task = tokio::spawn(save(2));
    if let Ok(Err(error)) = task.await {
        eprintln!("failed: {error}");
    }
}

// It gives no `Result` of its own.
pub async fn counted() {
    let task = tokio::spawn(count(3));
    if let Err(error) = task.await {
        eprintln!("panicked: {error}");
    }
}

// The error was told inside.
pub async fn told() {
    let task = tokio::spawn(async {
        if let Err(error) = save(4).await {
            eprintln!("failed: {error}");
        }
    });
    if let Err(error) = task.await {
        eprintln!("panicked: {error}");
    }
}

pub async fn of_a_set() {
    let mut set = tokio::task::JoinSet::new();
    set.spawn(save(5));
    while let Some(end) = set.join_next().await {
        match end {
            Ok(Err(error)) => eprintln!("failed: {error}"),
            Err(error) => eprintln!("panicked: {error}"),
            Ok(Ok(())) => {}
        }
    }
}

// It gives no `Result` of its own.
pub async fn of_a_counting_set() {
    let mut set = tokio::task::JoinSet::new();
    set.spawn(count(6));
    while let Some(end) = set.join_next().await {
        if let Err(error) = end {
            eprintln!("panicked: {error}");
        }
    }
}
