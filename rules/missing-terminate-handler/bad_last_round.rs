// The round in which the channel has closed has written before it came to know.

use std::time::Duration;
use tokio::sync::mpsc;

pub async fn write_in_batches(mut rows: mpsc::Receiver<String>) {
    let mut done = false;
    let mut batch = Vec::new();
    while !done { //~ missing-terminate-handler
        if batch.len() > 100 {
            write(std::mem::take(&mut batch)).await;
        }
        tokio::select! {
            row = rows.recv() => match row {
                Some(row) => batch.push(row),
                None => done = true,
            },
            () = tokio::time::sleep(Duration::from_secs(1)) => println!("nothing for a second"),
        }
    }
}

async fn write(rows: Vec<String>) {
    println!("{rows:?}");
}
