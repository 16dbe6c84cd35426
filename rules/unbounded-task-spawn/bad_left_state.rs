//! The spawn stands in one state, and the next key comes back to it.

use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

enum Mode {
    Run,
    Leave(JoinHandle<()>),
}

async fn ui(mut keys: mpsc::Receiver<Vec<u8>>, stop: mpsc::Sender<()>) {
    let mut mode = Mode::Run;
    loop {
        let Some(key) = keys.recv().await else { return };
        match &mut mode {
            Mode::Run => {
                if key == b"q" {
                    let stop = stop.clone();
                    let task = tokio::spawn(async move { //~ unbounded-task-spawn
                        let _ = stop.send(()).await;
                    });
                    mode = Mode::Leave(task);
                }
            }
            Mode::Leave(task) => {
                if task.is_finished() {
                    mode = Mode::Run;
                }
            }
        }
    }
}

async fn pump(mut socket: tokio::net::tcp::OwnedReadHalf, tx: mpsc::Sender<Vec<u8>>) {
    let mut buf = vec![0; 1024];
    while let Ok(n) = socket.read(&mut buf).await {
        if n == 0 || tx.send(buf[..n].to_vec()).await.is_err() {
            return;
        }
    }
}

pub async fn start(socket: tokio::net::tcp::OwnedReadHalf, stop: mpsc::Sender<()>) {
    let (tx, rx) = mpsc::channel(8);
    tokio::join!(pump(socket, tx), ui(rx, stop));
}
