use tokio::sync::mpsc;

async fn worker(name: &'static str) {
    let (_tx, mut rx) = mpsc::channel::<String>(8);
    while let Some(line) = rx.recv().await {
        println!("{name}: {line}");
    }
}

pub async fn keep_alive() {
    loop { //~ unbounded-restart
        if let Err(panic) = tokio::spawn(worker("a")).await {
            println!("{panic}");
        }
    }
}
