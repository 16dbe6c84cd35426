use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

pub async fn in_branch(address: String, stop: CancellationToken) {
    loop {
        let connected = tokio::select! {
            () = stop.cancelled() => return,
            connected = TcpStream::connect(&address) => connected,
        };
        match connected {
            Ok(mut stream) => stream.write_all(b"hello").await.unwrap(),
            Err(error) => {
                eprintln!("{error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

// The first failure ends it.
pub async fn leaves(address: String, stop: CancellationToken) {
    loop {
        let connected = tokio::select! {
            () = stop.cancelled() => return,
            connected = TcpStream::connect(&address) => connected,
        };
        let Ok(mut stream) = connected else { break };
        stream.write_all(b"hello").await.unwrap();
    }
}

pub async fn in_token(address: String, stop: CancellationToken) {
    while let Some(connected) = stop.run_until_cancelled(TcpStream::connect(&address)).await {
        match connected {
            Ok(mut stream) => stream.write_all(b"hello").await.unwrap(),
            Err(error) => {
                eprintln!("{error}");
                return;
            }
        }
    }
}

pub struct Server {
    listener: tokio::net::TcpListener,
}

impl Server {
    // It waits for somebody who comes, and then connects him to the other side.
    async fn next(&self) -> std::io::Result<(TcpStream, TcpStream)> {
        let (stream, peer) = self.listener.accept().await?;
        Ok((stream, TcpStream::connect(peer).await?))
    }

    pub async fn run(&self, stop: CancellationToken) {
        loop {
            let pair = tokio::select! {
                () = stop.cancelled() => break,
                pair = self.next() => match pair {
                    Ok(pair) => pair,
                    Err(error) => {
                        eprintln!("{error}");
                        continue;
                    }
                },
            };
            println!("{pair:?}");
        }
    }
}
