//! What ties them together is put into them after they were made.

use std::io;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::sleep;

struct Sender {
    host: String,
    output: Option<mpsc::Sender<String>>,
}

impl Sender {
    fn set_output(&mut self, output: mpsc::Sender<String>) {
        self.output = Some(output);
    }
}

async fn supervise(senders: Vec<Sender>) -> io::Result<()> {
    loop {
        sleep(Duration::from_secs(1)).await;
        for sender in &senders {
            if sender.host.is_empty() {
                return Err(io::Error::other("no host"));
            }
        }
    }
}

async fn answer(output: mpsc::Sender<String>) -> io::Result<()> {
    loop {
        sleep(Duration::from_secs(1)).await;
        if output.send("alive".to_owned()).await.is_err() {
            return Ok(());
        }
    }
}

async fn run(hosts: Vec<String>, output: mpsc::Sender<String>) -> io::Result<()> {
    let mut senders = Vec::new();
    for host in hosts {
        let mut sender = Sender { host, output: None };
        sender.set_output(output.clone());
        senders.push(sender);
    }
    let sending = supervise(senders);
    tokio::try_join!(sending, answer(output.clone()))?;
    Ok(())
}
