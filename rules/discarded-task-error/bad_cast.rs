//! The last value of the block may be an error, cast or not.
use tokio::net::TcpStream;

type Done = Result<(), std::io::Error>;

fn relay(from: String, to: String) {
    tokio::spawn(async move { //~ discarded-task-error
        let mut from = TcpStream::connect(from).await.map_err(|e| {
            tracing::error!("from: {e}");
            e
        })?;
        let mut to = TcpStream::connect(to).await.inspect_err(|e| tracing::error!("to: {e}"))?;
        let copied = tokio::io::copy_bidirectional(&mut from, &mut to).await;
        copied.map(|_| ()) as Done
    });
}
