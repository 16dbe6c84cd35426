//! What resembles it: an endpoint that is closed, somebody who starts again, one connection that is looked for,
//! errors that are not for all.

use std::io;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// `None` is the end of the endpoint; a handshake's error stays in its task.
async fn quic(endpoint: quinn::Endpoint) {
    while let Some(incoming) = endpoint.accept().await {
        tokio::spawn(async move {
            let connection = incoming.await?;
            drop(connection);
            Ok::<_, quinn::ConnectionError>(())
        });
    }
}

/// The streams of one connection end with it.
async fn streams(connection: quinn::Connection) -> Result<(), quinn::ConnectionError> {
    loop {
        let (send, recv) = connection.accept_bi().await?;
        tokio::spawn(async move { drop((send, recv)) });
    }
}

/// Starts again after an error.
async fn supervised(address: &str) {
    loop {
        match TcpListener::bind(address).await {
            Ok(listener) => {
                if let Err(error) = run(&listener).await {
                    eprintln!("{error}");
                }
            }
            Err(error) => eprintln!("{error}"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn run(listener: &TcpListener) -> io::Result<()> {
    loop {
        let (socket, _) = listener.accept().await?;
        tokio::spawn(session(socket));
    }
}

/// The child dials back, once.
async fn dial_back(listener: TcpListener, secret: &[u8]) -> io::Result<TcpStream> {
    loop {
        let (socket, _) = listener.accept().await?;
        if proves(&socket, secret) {
            return Ok(socket);
        }
    }
}

fn proves(_socket: &TcpStream, secret: &[u8]) -> bool {
    !secret.is_empty()
}

/// Nobody takes connections any more: nothing is left to do.
async fn hand_over(listener: TcpListener, queue: mpsc::Sender<TcpStream>) -> Result<(), mpsc::error::SendError<TcpStream>> {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => queue.send(socket).await?,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// The branch is off for this round when the accept fails; the others go on.
async fn beside(listener: TcpListener, mut stop: tokio::sync::oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            Ok((socket, _)) = listener.accept() => {
                tokio::spawn(session(socket));
            }
            _ = &mut stop => break,
        }
    }
}

/// Tries again, and gives up after a while: that was thought of.
struct Server {
    listener: TcpListener,
}

impl Server {
    async fn accept(&self) -> io::Result<TcpStream> {
        let mut backoff = 1;
        loop {
            match self.listener.accept().await {
                Ok((socket, _)) => return Ok(socket),
                Err(error) if backoff > 64 => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_secs(backoff)).await,
            }
            backoff *= 2;
        }
    }

    async fn run(&self) -> io::Result<()> {
        loop {
            let socket = self.accept().await?;
            tokio::spawn(session(socket));
        }
    }
}

/// No listener: something else with a method of that name.
struct Offers(Vec<u32>);

impl Offers {
    async fn accept(&mut self) -> Result<u32, ()> {
        self.0.pop().ok_or(())
    }
}

async fn haggle(mut offers: Offers) -> u32 {
    let mut sum = 0;
    while let Ok(price) = offers.accept().await {
        sum += price;
    }
    sum
}

async fn session(socket: TcpStream) {
    drop(socket);
}
