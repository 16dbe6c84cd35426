//! Nothing slows the reader of a socket down when its channel has no limit; it is right to give it one and to wait.

use std::io;
use std::net::SocketAddr;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

pub struct Datagram {
    pub from: SocketAddr,
    pub bytes: Vec<u8>,
}

pub async fn listen(socket: UdpSocket) -> io::Result<()> {
    let (datagrams, waiting) = mpsc::unbounded_channel(); //~ unbounded-channel
    let decoder = tokio::spawn(decode(waiting));
    let mut buffer = vec![0; 65_536];
    loop {
        let (len, from) = socket.recv_from(&mut buffer).await?;
        let datagram = Datagram { from, bytes: buffer[..len].to_vec() };
        if datagrams.send(datagram).is_err() {
            break;
        }
    }
    decoder.await?;
    Ok(())
}

async fn decode(mut waiting: mpsc::UnboundedReceiver<Datagram>) {
    while let Some(datagram) = waiting.recv().await {
        println!("{} bytes from {}", datagram.bytes.len(), datagram.from);
    }
}

/// Beside a signal to stop.
pub async fn until_told(socket: UdpSocket, mut stop: tokio::sync::watch::Receiver<bool>) {
    let (datagrams, waiting) = mpsc::unbounded_channel(); //~ unbounded-channel
    let decoder = tokio::spawn(decode(waiting));
    let mut buffer = vec![0; 65_536];
    loop {
        tokio::select! {
            received = socket.recv_from(&mut buffer) => {
                let Ok((len, from)) = received else { break };
                let _ = datagrams.send(Datagram { from, bytes: buffer[..len].to_vec() });
            }
            _ = stop.changed() => break,
        }
    }
    drop(datagrams);
    let _ = decoder.await;
}

/// In a thread.
pub fn in_a_thread(socket: std::net::UdpSocket) -> io::Result<()> {
    let (datagrams, waiting) = std::sync::mpsc::channel::<Vec<u8>>(); //~ unbounded-channel
    let decoder = std::thread::spawn(move || {
        for bytes in waiting {
            println!("{} bytes", bytes.len());
        }
    });
    let mut buffer = vec![0; 65_536];
    loop {
        let (len, _) = socket.recv_from(&mut buffer)?;
        if datagrams.send(buffer[..len].to_vec()).is_err() {
            break;
        }
    }
    let _ = decoder.join();
    Ok(())
}
