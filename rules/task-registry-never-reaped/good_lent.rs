//! The list is that of the caller, who awaits all of them behind the loop.
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

async fn connect(id: u64, handles: &mut Vec<JoinHandle<()>>) -> std::io::Result<()> {
    tokio::fs::create_dir_all("/tmp/workers").await?;
    handles.push(tokio::spawn(async move { println!("{id}") }));
    Ok(())
}

pub async fn start(mut workers: mpsc::Receiver<u64>, wanted: usize) -> std::io::Result<()> {
    let mut handles = vec![];
    loop {
        match workers.recv().await {
            Some(id) => connect(id, &mut handles).await?,
            None => break,
        }
        if handles.len() == wanted {
            break;
        }
    }
    for handle in handles {
        let _ = handle.await;
    }
    Ok(())
}
