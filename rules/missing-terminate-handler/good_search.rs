//! A function that looks for something has no use for what is left of its list.

use std::collections::VecDeque;
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

pub async fn dial(mut addresses: Receiver<String>) -> std::io::Result<TcpStream> {
    let mut queue: VecDeque<String> = VecDeque::new();
    loop {
        tokio::select! {
            address = addresses.recv() => match address {
                Some(address) => queue.push_back(address),
                None => return Err(std::io::ErrorKind::NotFound.into()),
            },
            stream = TcpStream::connect(queue.front().cloned().unwrap_or_default()), if !queue.is_empty() => {
                if let Ok(stream) = stream {
                    return Ok(stream);
                }
                queue.pop_front();
            }
        }
    }
}
