use futures::stream::StreamExt;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::codec::{Framed, LinesCodec};

async fn process(packet: String) {
    println!("{} bytes", packet.len());
}

async fn read(mut lines: Framed<TcpStream, LinesCodec>, tx: mpsc::Sender<String>) {
    while let Some(Ok(line)) = lines.next().await {
        if tx.send(line).await.is_err() {
            break;
        }
    }
}

async fn serve(lines: Framed<TcpStream, LinesCodec>, limit: Arc<Semaphore>) {
    let (tx, mut rx) = mpsc::channel(64);
    let reader = tokio::spawn(read(lines, tx));
    while let Some(packet) = rx.recv().await {
        let Ok(permit) = limit.clone().acquire_owned().await else { break };
        tokio::spawn(async move {
            process(packet).await;
            drop(permit);
        });
    }
    reader.abort();
}

// Compared with a number.
async fn counted(lines: Framed<TcpStream, LinesCodec>) {
    let (tx, mut rx) = mpsc::channel(64);
    let reader = tokio::spawn(read(lines, tx));
    let mut tasks = JoinSet::new();
    while let Some(packet) = rx.recv().await {
        if tasks.len() >= 64
            && let Some(Err(error)) = tasks.join_next().await
        {
            eprintln!("{error}");
        }
        tasks.spawn(process(packet));
    }
    reader.abort();
}

// Commands: nobody outside decides how many there are.
async fn commands(mut rx: mpsc::Receiver<String>) {
    while let Some(command) = rx.recv().await {
        drop(tokio::spawn(process(command)));
    }
}

async fn greet(socket: TcpStream) {
    println!("{:?}", socket.peer_addr());
}

// One task for each connection.
async fn accept(listener: TcpListener) {
    while let Ok((socket, _)) = listener.accept().await {
        drop(tokio::spawn(greet(socket)));
    }
}

// Each is waited for before the next.
async fn restarts(lines: Framed<TcpStream, LinesCodec>) {
    let (tx, mut rx) = mpsc::channel(64);
    let reader = tokio::spawn(read(lines, tx));
    let mut last = None;
    while let Some(packet) = rx.recv().await {
        if let Some(last) = last.take() {
            let last: tokio::task::JoinHandle<()> = last;
            println!("{}", last.await.is_ok());
        }
        last = Some(tokio::spawn(process(packet)));
    }
    reader.abort();
}

// Connections start the tasks, and messages do not.
async fn both(listener: TcpListener, lines: Framed<TcpStream, LinesCodec>) {
    let (tx, mut rx) = mpsc::channel(64);
    let reader = tokio::spawn(read(lines, tx));
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((socket, _)) = accepted else { continue };
                drop(tokio::spawn(greet(socket)));
            }
            packet = rx.recv() => match packet {
                Some(packet) => println!("{packet}"),
                None => break,
            },
        }
    }
    reader.abort();
}

struct Engine {
    source: Option<Framed<TcpStream, LinesCodec>>,
    other: Option<Framed<TcpStream, LinesCodec>>,
    tx: mpsc::Sender<String>,
    rx: mpsc::Receiver<String>,
}

impl Engine {
    async fn of(lines: Framed<TcpStream, LinesCodec>, source: Framed<TcpStream, LinesCodec>) {
        let (tx, rx) = mpsc::channel(64);
        let reader = tokio::spawn(read(lines, tx.clone()));
        Engine { source: Some(source), other: None, tx, rx }.run().await;
        reader.abort();
    }

    // The first message starts them: nothing puts another source there.
    async fn run(&mut self) {
        while let Some(packet) = self.rx.recv().await {
            if let Some(source) = self.source.take() {
                drop(tokio::spawn(read(source, self.tx.clone())));
            }
            println!("{packet}");
            let Some(other) = self.other.take() else { continue };
            drop(tokio::spawn(read(other, self.tx.clone())));
        }
    }
}
