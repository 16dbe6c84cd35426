//! The list is that of the caller, who never looks at it.
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

async fn connect(id: u64, handles: &mut Vec<JoinHandle<()>>) -> std::io::Result<()> { //~ task-registry-never-reaped
    tokio::fs::create_dir_all("/tmp/workers").await?;
    handles.push(tokio::spawn(async move { println!("{id}") }));
    Ok(())
}

pub async fn start(mut workers: mpsc::Receiver<u64>) -> std::io::Result<()> {
    let mut handles = vec![];
    loop {
        match workers.recv().await {
            Some(id) => connect(id, &mut handles).await?,
            None => break,
        }
    }
    Ok(())
}
