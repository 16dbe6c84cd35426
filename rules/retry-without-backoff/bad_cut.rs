use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

pub async fn in_branch(address: String, stop: CancellationToken) {
    loop { //~ retry-without-backoff
        let connected = tokio::select! {
            () = stop.cancelled() => return,
            connected = TcpStream::connect(&address) => connected,
        };
        match connected {
            Ok(mut stream) => stream.write_all(b"hello").await.unwrap(),
            Err(error) => eprintln!("{error}"),
        }
    }
}

pub async fn in_token(address: String, stop: CancellationToken) {
    while let Some(connected) = stop.run_until_cancelled(TcpStream::connect(&address)).await { //~ retry-without-backoff
        match connected {
            Ok(mut stream) => stream.write_all(b"hello").await.unwrap(),
            Err(error) => eprintln!("{error}"),
        }
    }
}
