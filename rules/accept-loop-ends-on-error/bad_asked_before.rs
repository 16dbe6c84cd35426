//! What is asked for before the result is unwrapped is not the error.

use tokio::net::{TcpListener, TcpStream};

async fn serve(stream: TcpStream) {
    drop(stream);
}

pub async fn asks_for_connection(listener: TcpListener) {
    loop { //~ accept-loop-ends-on-error
        let incoming = listener.accept().await;
        if incoming.is_ok() {
            println!("somebody is here");
        }
        let (stream, _) = incoming.unwrap();
        serve(stream).await;
    }
}

pub async fn looks_at_error(listener: TcpListener) {
    loop { //~ accept-loop-ends-on-error
        let incoming = listener.accept().await;
        if let Err(error) = &incoming {
            eprintln!("{error}");
        }
        let (stream, _) = incoming.unwrap();
        serve(stream).await;
    }
}
