// The round in which the channel has closed goes on, and writes what is left.

use std::time::Duration;
use tokio::sync::mpsc;

pub async fn write_in_batches(mut rows: mpsc::Receiver<String>) {
    let mut done = false;
    let mut batch = Vec::new();
    while !done {
        let full = tokio::select! {
            row = rows.recv() => match row {
                Some(row) => {
                    batch.push(row);
                    batch.len() > 100
                }
                None => {
                    done = true;
                    !batch.is_empty()
                }
            },
            () = tokio::time::sleep(Duration::from_secs(1)), if !batch.is_empty() => true,
        };
        if full {
            write(std::mem::take(&mut batch)).await;
        }
    }
}

async fn write(rows: Vec<String>) {
    println!("{rows:?}");
}
