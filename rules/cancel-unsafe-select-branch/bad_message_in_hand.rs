//! It waits with the message in its hands.
use std::future;
use std::time::Duration;
use tokio::sync::mpsc;

pub struct Dns {
    answers: mpsc::Receiver<Result<String, ()>>,
}

impl Dns {
    async fn recv(&mut self) -> Result<String, String> {
        let Some(answer) = self.answers.recv().await else {
            return future::pending().await;
        };
        match answer {
            Ok(name) => {
                tokio::time::sleep(Duration::from_millis(5)).await;
                Ok(name)
            }
            Err(()) => Err("failed".into()),
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
            name = dns.recv() => match name { //~ cancel-unsafe-select-branch
                Ok(name) => println!("{name}"),
                Err(why) => {
                    println!("{why}");
                    return;
                }
            },
        }
    }
}
