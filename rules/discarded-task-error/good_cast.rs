//! The last value of the block is no error: the cast only says its type.
use tokio::net::TcpStream;

type Done = Result<(), std::io::Error>;

fn relay(from: String, to: String) {
    tokio::spawn(async move {
        let mut from = TcpStream::connect(from).await.map_err(|e| {
            tracing::error!("from: {e}");
            e
        })?;
        let mut to = TcpStream::connect(to).await.inspect_err(|e| tracing::error!("to: {e}"))?;
        tokio::io::copy_bidirectional(&mut from, &mut to).await.inspect_err(|e| tracing::error!("copy: {e}"))?;
        Ok(()) as Done
    });
}
