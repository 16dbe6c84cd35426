//! A server of one connection ends with it.

use tokio::io::DuplexStream;
use tonic::transport::Server;
use tonic::transport::server::Router;

pub fn client_of(router: Router) -> DuplexStream {
    let (client, server) = tokio::io::duplex(1024);
    tokio::spawn(async move {
        let _ = router.serve_with_incoming(futures::stream::iter(vec![Ok::<_, std::io::Error>(server)])).await;
    });
    client
}

pub fn builder() -> Server {
    Server::builder()
}
