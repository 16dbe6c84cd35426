//! Errors that were told before they are given on, or that cannot come.
use std::convert::Infallible;
use std::io;
use std::time::Duration;
use tokio::sync::mpsc;

pub struct Connection {
    requests: mpsc::Receiver<u32>,
}

impl Connection {
    // Every way out of it is `Ok`.
    pub async fn run(mut self) -> io::Result<()> {
        loop {
            match self.requests.recv().await {
                Some(request) => println!("{request}"),
                None => break,
            }
        }
        Ok(())
    }
}

pub fn connect(connection: Connection) {
    tokio::spawn(async move { connection.run().await });
}

async fn for_ever(alive: mpsc::Sender<()>) -> Result<(), Infallible> {
    tokio::time::sleep(Duration::from_secs(1)).await;
    drop(alive);
    Ok(())
}

async fn logged(alive: mpsc::Sender<()>) -> io::Result<()> {
    let written = tokio::fs::write("a", "b").await;
    if let Err(error) = &written {
        eprintln!("{error}");
    }
    drop(alive);
    written
}

async fn arm(alive: mpsc::Sender<()>) -> io::Result<()> {
    match tokio::fs::write("a", "b").await {
        Ok(()) => {
            drop(alive);
            Ok(())
        }
        Err(error) => {
            eprintln!("{error}");
            Err(error)
        }
    }
}

async fn reported(errors: mpsc::Sender<io::Error>) -> Result<(), String> {
    if let Err(error) = tokio::fs::write("a", "b").await {
        let text = error.to_string();
        errors.send(error).await.ok();
        return Err(text);
    }
    Ok(())
}

// It says only that nobody listens any more.
async fn ticks(to: mpsc::Sender<u32>) -> Result<(), mpsc::error::SendError<u32>> {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        to.send(1).await?;
    }
}

pub fn start(alive: mpsc::Sender<()>, errors: mpsc::Sender<io::Error>, numbers: mpsc::Sender<u32>) {
    tokio::spawn(for_ever(alive.clone()));
    tokio::spawn(logged(alive.clone()));
    tokio::spawn(arm(alive.clone()));
    let within = alive.clone();
    tokio::spawn(async move { logged(within).await });
    tokio::spawn(async move {
        let result = arm(alive).await;
        result.inspect_err(|error| eprintln!("{error}"))
    });
    tokio::spawn(reported(errors));
    tokio::spawn(ticks(numbers));
}
