use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

pub struct Lookup {
    key: String,
    reply: oneshot::Sender<u64>,
}

impl Lookup {
    fn respond(self, value: u64) {
        let _ = self.reply.send(value);
    }
}

async fn in_pattern(mut requests: mpsc::Receiver<Lookup>, known: HashMap<String, u64>) {
    while let Some(Lookup { key, reply }) = requests.recv().await { //~ reply-never-sent
        let Some(id) = known.get(&key) else { continue };
        let _ = reply.send(*id);
    }
}

async fn in_message(mut requests: mpsc::Receiver<Lookup>, known: HashMap<String, u64>) {
    while let Some(request) = requests.recv().await { //~ reply-never-sent
        let Some(id) = known.get(&request.key) else { continue };
        let _ = request.reply.send(*id);
    }
}

async fn in_let(mut requests: mpsc::Receiver<Lookup>, known: HashMap<String, u64>) {
    loop {
        let Some(request) = requests.recv().await else { break }; //~ reply-never-sent
        let Some(id) = known.get(&request.key) else { continue };
        let _ = request.reply.send(*id);
    }
}

fn in_function(request: Lookup) { //~ reply-never-sent
    if request.key.is_empty() {
        return;
    }
    let _ = request.reply.send(1);
}

async fn by_method(request: Lookup) -> std::io::Result<()> { //~ reply-never-sent
    let size = tokio::fs::metadata(&request.key).await?.len();
    request.respond(size);
    Ok(())
}

pub async fn run(mut requests: mpsc::Receiver<Lookup>) {
    while let Some(request) = requests.recv().await {
        if request.key.starts_with('/') {
            if let Err(error) = by_method(request).await {
                eprintln!("{error}");
            }
        } else {
            in_function(request);
        }
    }
}

pub async fn start(known: HashMap<String, u64>) -> Result<u64, oneshot::error::RecvError> {
    let (tx, rx) = mpsc::channel(8);
    tokio::spawn(in_pattern(rx, known.clone()));
    let (other, rx) = mpsc::channel(8);
    tokio::spawn(in_message(rx, known.clone()));
    let (third, rx) = mpsc::channel(8);
    tokio::spawn(in_let(rx, known));
    let mut sum = 0;
    for to in [tx, other, third] {
        let (reply, answer) = oneshot::channel();
        let _ = to.send(Lookup { key: "a".into(), reply }).await;
        sum += answer.await?;
    }
    Ok(sum)
}
