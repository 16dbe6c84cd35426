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
    let (datagrams, waiting) = mpsc::channel(1_024);
    let decoder = tokio::spawn(decode(waiting));
    let mut buffer = vec![0; 65_536];
    loop {
        let (len, from) = socket.recv_from(&mut buffer).await?;
        let datagram = Datagram { from, bytes: buffer[..len].to_vec() };
        if datagrams.send(datagram).await.is_err() {
            break;
        }
    }
    decoder.await?;
    Ok(())
}

async fn decode(mut waiting: mpsc::Receiver<Datagram>) {
    while let Some(datagram) = waiting.recv().await {
        println!("{} bytes from {}", datagram.bytes.len(), datagram.from);
    }
}

/// What is sent without a limit comes from the other branch, which is seldom taken.
pub async fn tell_of_the_time(socket: UdpSocket) {
    let (times, mut told) = mpsc::unbounded_channel();
    let teller = tokio::spawn(async move {
        while let Some(minute) = told.recv().await {
            println!("{minute} minutes");
        }
    });
    let mut minutes = 0_u64;
    let mut each_minute = tokio::time::interval(std::time::Duration::from_secs(60));
    let mut buffer = vec![0; 65_536];
    loop {
        tokio::select! {
            received = socket.recv_from(&mut buffer) => {
                let Ok((len, from)) = received else { break };
                println!("{len} bytes from {from}");
            }
            _ = each_minute.tick() => {
                minutes += 1;
                let _ = times.send(minutes);
            }
        }
    }
    drop(times);
    let _ = teller.await;
}
