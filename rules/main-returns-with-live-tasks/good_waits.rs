use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::sleep;

async fn report(name: &'static str) {
    sleep(Duration::from_secs(1)).await;
    println!("{name}");
}

fn park() {
    std::thread::park();
}

mod library {
    // Not where a program begins.
    pub fn main() {
        tokio::spawn(super::report("in a module"));
    }
}

async fn serve(listener: TcpListener) {
    while let Ok((socket, _)) = listener.accept().await {
        println!("{:?}", socket.peer_addr());
    }
}

#[tokio::main]
async fn main() {
    tokio::spawn(report("background"));
    library::main();
    match TcpListener::bind("localhost:80").await {
        Ok(listener) => serve(listener).await,
        Err(_) => park(),
    }
}
