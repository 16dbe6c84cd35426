//! Who asks gets an error without a reason when the reply port is dropped; it is right to answer on each way out.

use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

pub enum Request {
    Put { key: String, value: String },
    Get { key: String, reply: oneshot::Sender<Option<String>> },
}

pub async fn store(mut requests: mpsc::Receiver<Request>) {
    let mut values = HashMap::new();
    while let Some(request) = requests.recv().await {
        match request {
            Request::Put { key, value } => {
                values.insert(key, value);
            }
            Request::Get { key, reply } => {
                let Some(value) = values.get(&key) else {
                    println!("no value for {key}");
                    let _ = reply.send(None);
                    continue;
                };
                let _ = reply.send(Some(value.clone()));
            }
        }
    }
}
