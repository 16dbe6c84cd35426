//! A branch that ends without a reply: nothing leaves, and the port is dropped all the same.
use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

pub enum Message {
    Lookup { host: String, reply: oneshot::Sender<std::net::IpAddr> },
    Get(String, oneshot::Sender<Vec<u8>>),
    Put(String, Vec<u8>),
}

pub async fn serve(mut messages: mpsc::Receiver<Message>) {
    let mut rows: HashMap<String, Vec<u8>> = HashMap::new();
    while let Some(message) = messages.recv().await {
        match message {
            Message::Lookup { host, reply } => { //~ reply-never-sent
                match tokio::net::lookup_host((host.as_str(), 80)).await {
                    Ok(mut found) => {
                        let first = found.next().map_or([0, 0, 0, 0].into(), |address| address.ip());
                        let _ = reply.send(first);
                    }
                    Err(error) => eprintln!("{host}: {error}"),
                }
            }
            Message::Get(key, reply) => { //~ reply-never-sent
                if let Some(row) = rows.get(&key) {
                    let _ = reply.send(row.clone());
                }
            }
            Message::Put(key, row) => {
                rows.clear();
                rows.insert(key, row);
            }
        }
    }
}

pub async fn lookup(messages: &mpsc::Sender<Message>, host: String) -> Result<std::net::IpAddr, String> {
    let (reply, answer) = oneshot::channel();
    messages.send(Message::Lookup { host, reply }).await.map_err(|_| "closed".to_owned())?;
    answer.await.map_err(|_| "the server is gone".to_owned())
}

pub async fn get(messages: &mpsc::Sender<Message>, key: String) -> Vec<u8> {
    let (reply, answer) = oneshot::channel();
    messages.send(Message::Get(key, reply)).await.unwrap();
    answer.await.unwrap()
}
