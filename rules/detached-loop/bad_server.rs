use std::net::SocketAddr;

// A server that runs for ever is work, though no loop is written here.
pub fn start(address: SocketAddr, router: axum::Router) {
    let server = axum::Server::bind(&address);
    tokio::spawn(server.serve(router.into_make_service())); //~ detached-loop
}
