//! Two waits of one program are one mistake.

use tokio::net::TcpListener;

async fn serve(listener: TcpListener) {
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        drop(socket);
    }
}

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:8080").await.expect("a port");
    tokio::select! {
        () = serve(listener) => {}
        _ = tokio::signal::ctrl_c() => println!("stopping"), //~ sigterm-not-handled
    }
    println!("once more to leave at once");
    let _ = tokio::signal::ctrl_c().await;
}
