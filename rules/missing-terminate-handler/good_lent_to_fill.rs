//! What a function has put into the buffer is written behind the loop, too.

use tokio::sync::mpsc;

fn add(out: &mut Vec<u32>, number: u32) {
    out.push(number);
}

async fn save(numbers: &[u32]) {
    tokio::fs::write("numbers", format!("{numbers:?}")).await.ok();
}

async fn ship(mut rx: mpsc::Receiver<u32>) {
    let mut body = Vec::new();
    while let Some(number) = rx.recv().await {
        add(&mut body, number);
        if body.len() > 400 {
            save(&body).await;
            body.clear();
        }
    }
    save(&body).await;
}

#[tokio::main]
async fn main() {
    let (tx, rx) = mpsc::channel(4);
    let task = tokio::spawn(ship(rx));
    tx.send(1).await.ok();
    drop(tx);
    task.await.ok();
}
