//! Other ways to say the same: `else`, a select, std's iterator, a listener of one's own, a handshake in the loop.

use std::io;
use std::net::TcpListener as Blocking;
use tokio::net::{TcpListener as Listener, TcpStream, UnixListener, UnixStream};

async fn in_select(listener: Listener, mut stop: tokio::sync::watch::Receiver<bool>) -> io::Result<()> {
    loop { //~ accept-loop-ends-on-error
        tokio::select! {
            accepted = listener.accept() => {
                let (socket, _) = accepted?;
                tokio::spawn(session(socket));
            }
            _ = stop.changed() => return Ok(()),
        }
    }
}

async fn with_else(listener: Listener) {
    loop { //~ accept-loop-ends-on-error
        let Ok((socket, _)) = listener.accept().await else { break };
        tokio::spawn(session(socket));
    }
}

fn threads(listener: Blocking) -> io::Result<()> {
    for stream in listener.incoming() { //~ accept-loop-ends-on-error
        let stream = stream?;
        std::thread::spawn(move || drop(stream));
    }
    Ok(())
}

async fn panics(listener: UnixListener) {
    loop { //~ accept-loop-ends-on-error
        let (socket, _) = listener.accept().await.unwrap();
        tokio::spawn(local_session(socket));
    }
}

/// The listener in a type of one's own, the accept in a method of it.
struct Door {
    listener: Listener,
    tls: tokio_rustls::TlsAcceptor,
}

impl Door {
    async fn next(&self) -> io::Result<(TcpStream, std::net::SocketAddr)> {
        self.listener.accept().await
    }

    async fn run(self) -> io::Result<()> {
        loop { //~ accept-loop-ends-on-error
            let (socket, _) = self.next().await?;
            tokio::spawn(session(socket));
        }
    }

    /// A client that does not speak TLS ends the server.
    async fn run_tls(self) -> io::Result<()> {
        loop { //~ accept-loop-ends-on-error
            let socket = match self.listener.accept().await {
                Ok((socket, _)) => socket,
                Err(error) => {
                    eprintln!("{error}");
                    continue;
                }
            };
            socket.set_nodelay(true)?;
            tokio::spawn(session(socket));
        }
    }
}

/// One failed handshake ends the endpoint.
async fn quic(endpoint: quinn::Endpoint) -> Result<(), quinn::ConnectionError> {
    while let Some(incoming) = endpoint.accept().await { //~ accept-loop-ends-on-error
        let connection = incoming.await?;
        tokio::spawn(async move { drop(connection) });
    }
    Ok(())
}

async fn session(socket: TcpStream) {
    drop(socket);
}

async fn local_session(socket: UnixStream) {
    drop(socket);
}
