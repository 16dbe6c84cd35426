//! The error of the connection comes to the requests that are sent on it.
pub async fn connect(
    stream: tokio::net::TcpStream,
) -> hyper::Result<hyper::client::conn::http1::SendRequest<String>> {
    let (requests, connection) = hyper::client::conn::http1::handshake(stream).await?;
    tokio::spawn(connection);
    Ok(requests)
}
