//! A channel of tokio's with room for 0 messages panics when it is made; it is right to give it room for one.

use std::io;
use tokio::fs;
use tokio::sync::mpsc;

pub async fn hand_over(files: [&'static str; 3]) -> io::Result<()> {
    let (texts, mut read) = mpsc::channel::<String>(0); //~ unbounded-channel
    let reader = tokio::spawn(async move {
        for file in files {
            if texts.send(fs::read_to_string(file).await?).await.is_err() {
                break;
            }
        }
        io::Result::Ok(())
    });
    while let Some(text) = read.recv().await {
        println!("{} bytes", text.len());
    }
    reader.await?
}
