//! The loop goes on after the spawn.

use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

async fn session(mut requests: mpsc::Receiver<Vec<u8>>, out: mpsc::Sender<String>) {
    let mut seen = 0u64;
    'outer: loop {
        tokio::select! {
            request = requests.recv() => {
                let Some(request) = request else { break 'outer };
                if request.is_empty() {
                    let out = out.clone();
                    tokio::spawn(async move { //~ unbounded-task-spawn
                        let _ = out.send("not supported".to_string()).await;
                    });
                    continue;
                }
                seen += 1;
            }
        }
    }
    println!("{seen}");
}

async fn pump(mut socket: tokio::net::tcp::OwnedReadHalf, tx: mpsc::Sender<Vec<u8>>) {
    let mut buf = vec![0; 1024];
    while let Ok(n) = socket.read(&mut buf).await {
        if n == 0 || tx.send(buf[..n].to_vec()).await.is_err() {
            return;
        }
    }
}

pub async fn start(socket: tokio::net::tcp::OwnedReadHalf, out: mpsc::Sender<String>) {
    let (tx, rx) = mpsc::channel(8);
    tokio::join!(pump(socket, tx), session(rx, out));
}
