//! The function has the name of the module that it is imported through.

use std::future::poll_fn;
use std::task::Poll;
use tokio::net::TcpListener;
use tokio::signal;

async fn terminated() -> i32 {
    use signal::unix::{SignalKind, signal};

    let kinds = vec![SignalKind::terminate()].into_iter();
    let mut signals: Vec<_> = kinds.map(|kind| (kind.as_raw_value(), signal(kind).expect("a handler"))).collect();
    poll_fn(move |cx| {
        for (number, signal) in &mut signals {
            if signal.poll_recv(cx).is_ready() {
                return Poll::Ready(*number);
            }
        }
        Poll::Pending
    })
    .await
}

async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:8080").await.expect("a port");
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        drop(socket);
    }
}

#[tokio::main]
async fn main() {
    let server = tokio::spawn(serve());
    tokio::select! {
        _ = terminated() => println!("terminated"),
        _ = signal::ctrl_c() => println!("interrupted"),
    }
    server.abort();
}
