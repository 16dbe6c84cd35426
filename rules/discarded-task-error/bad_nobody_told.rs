//! The error of the connection comes to nobody.
pub async fn connect(stream: tokio::net::TcpStream, service: Service) {
    let served = hyper::server::conn::http1::Builder::new().serve_connection(stream, service);
    tokio::spawn(served); //~ discarded-task-error
}

pub struct Service;
