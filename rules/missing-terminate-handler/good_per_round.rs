//! The buffer lives for one round only.

use tokio::sync::mpsc;

async fn rounds(mut rx: mpsc::Receiver<Vec<u64>>) {
    while let Some(numbers) = rx.recv().await {
        let mut even = Vec::new();
        for n in numbers {
            if n % 2 == 0 {
                even.push(n);
            }
        }
        println!("{even:?}");
    }
}

async fn reused(mut rx: mpsc::Receiver<Vec<u64>>) {
    let mut line = String::new();
    while let Some(numbers) = rx.recv().await {
        line.clear();
        for n in numbers {
            line.push_str(&n.to_string());
        }
        println!("{line}");
    }
}

async fn emptied_each_round(mut rx: mpsc::Receiver<u64>) {
    let mut batch = Vec::new();
    while rx.recv_many(&mut batch, 64).await > 0 {
        for n in batch.drain(..) {
            println!("{n}");
        }
    }
}
