use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

pub struct Lookup {
    key: String,
    reply: oneshot::Sender<Option<u64>>,
}

impl Lookup {
    fn respond(self, value: Option<u64>) {
        let _ = self.reply.send(value);
    }
}

async fn in_pattern(mut requests: mpsc::Receiver<Lookup>, known: HashMap<String, u64>) {
    while let Some(Lookup { key, reply }) = requests.recv().await {
        let Some(id) = known.get(&key) else {
            let _ = reply.send(None);
            continue;
        };
        let _ = reply.send(Some(*id));
    }
}

async fn in_message(mut requests: mpsc::Receiver<Lookup>, known: HashMap<String, u64>) {
    loop {
        // What is left before there is a request has nobody to answer.
        if known.is_empty() {
            break;
        }
        let Some(request) = requests.recv().await else { break };
        let Some(id) = known.get(&request.key) else {
            request.respond(None);
            continue;
        };
        let _ = request.reply.send(Some(*id));
    }
}

fn in_function(request: Lookup) {
    if request.key.is_empty() {
        refuse(request);
        return;
    }
    let _ = request.reply.send(Some(1));
}

fn refuse(request: Lookup) {
    let _ = request.reply.send(None);
}

// Each way does something with it.
fn dispatched(request: Lookup, later: &mut Vec<Lookup>) {
    let Some(first) = later.first() else {
        if later.capacity() == 0 {
            later.push(request);
        } else {
            refuse(request);
        }
        return;
    };
    println!("{}", first.key);
    request.respond(Some(2));
}

async fn by_method(request: Lookup) -> std::io::Result<()> {
    let size = match tokio::fs::metadata(&request.key).await {
        Ok(file) => file.len(),
        Err(error) => {
            request.respond(None);
            return Err(error);
        }
    };
    request.respond(Some(size));
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
    tokio::spawn(in_message(rx, known));
    let mut sum = 0;
    for to in [tx, other] {
        let (reply, answer) = oneshot::channel();
        let _ = to.send(Lookup { key: "a".into(), reply }).await;
        sum += answer.await?.unwrap_or(0);
    }
    Ok(sum)
}
