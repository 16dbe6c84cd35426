//! The server is a future in a field: whoever takes it out may run it beside the program's own work.

use axum::Router;
use std::future::Future;
use std::pin::Pin;
use tokio::net::TcpListener;

#[derive(Default)]
pub struct Sink {
    server: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

fn sink(on: bool) -> Sink {
    let mut sink = Sink::default();
    if on {
        sink.server = Some(Box::pin(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            axum::serve(listener, Router::new()).await.unwrap();
        }));
    }
    sink
}

fn main() {
    let mut sink = sink(true);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(server) = sink.server.take() {
        runtime.spawn(server);
    }
    runtime.block_on(tokio::time::sleep(std::time::Duration::from_secs(1)));
}
