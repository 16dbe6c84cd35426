use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:9000").await?;
    let mut term = signal(SignalKind::terminate())?;
    tokio::select! {
        () = accept(listener) => {}
        _ = tokio::signal::ctrl_c() => println!("stopping"),
        _ = term.recv() => println!("stopping"),
    }
    Ok(())
}

async fn accept(listener: TcpListener) {
    let mut set = tokio::task::JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                set.spawn(serve(socket));
            }
            Err(error) => println!("{error}"),
        }
        while set.try_join_next().is_some() {}
    }
}

async fn serve(socket: TcpStream) {
    let _ = socket.readable().await;
}
