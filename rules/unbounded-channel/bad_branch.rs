//! The branch that the messages come in by is shown, not the first one of the loop.

use tokio::sync::mpsc;
use tokio::sync::oneshot;

pub async fn pump(mut stop: oneshot::Receiver<()>, mut names: mpsc::Receiver<String>, mut frames: mpsc::Receiver<Vec<u8>>) {
    let (out, mut taken) = mpsc::unbounded_channel(); //~ unbounded-channel
    let writer = tokio::spawn(async move {
        while let Some(frame) = taken.recv().await {
            write(frame).await;
        }
    });
    loop {
        tokio::select! {
            _ = &mut stop => break,
            name = names.recv() => {
                let Some(name) = name else { break };
                println!("{name}");
            }
            frame = frames.recv() => {
                let Some(frame) = frame else { break };
                let _ = out.send(frame);
            }
        }
    }
    drop(out);
    let _ = writer.await;
}

async fn write(frame: Vec<u8>) {
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    println!("{}", frame.len());
}
