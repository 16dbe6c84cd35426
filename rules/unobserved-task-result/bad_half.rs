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
