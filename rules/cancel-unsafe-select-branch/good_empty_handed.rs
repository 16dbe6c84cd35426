//! Only where no message is left in its hands does it wait.
use std::future;
use tokio::sync::{mpsc, watch};

pub struct Dns {
    answers: mpsc::Receiver<Result<String, ()>>,
    failed: watch::Receiver<Option<String>>,
}

impl Dns {
    async fn recv(&mut self) -> Result<String, String> {
        let Some(answer) = self.answers.recv().await else {
            return future::pending().await;
        };
        match answer {
            Ok(name) => Ok(name),
            Err(()) => {
                let why = self.failed.wait_for(|why| why.is_some()).await;
                Err(why.ok().and_then(|why| why.clone()).unwrap_or_default())
            }
        }
    }
}

pub async fn serve(mut dns: Dns, mut messages: mpsc::Receiver<String>) {
    loop {
        tokio::select! {
            message = messages.recv() => match message {
                Some(message) => println!("{message}"),
                None => return,
            },
            name = dns.recv() => match name {
                Ok(name) => println!("{name}"),
                Err(why) => {
                    println!("{why}");
                    return;
                }
            },
        }
    }
}
