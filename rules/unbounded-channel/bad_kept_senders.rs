//! The sender came with a message, and gets all that comes from then on.
use tokio::io::AsyncBufReadExt;
use tokio::sync::mpsc;

pub struct Subscriber {
    initial: mpsc::UnboundedSender<String>,
}

pub async fn serve(mut subscribers: mpsc::Receiver<Subscriber>, socket: tokio::net::TcpStream) {
    let mut lines = tokio::io::BufReader::new(socket).lines();
    let Some(subscriber) = subscribers.recv().await else { return };
    let (all, rest) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok(Some(line)) = lines.next_line().await {
            let _ = all.send(line).await;
        }
    });
    forward(rest, subscriber).await;
}

async fn forward(mut data: mpsc::Receiver<String>, subscriber: Subscriber) {
    while let Some(event) = data.recv().await {
        let _ = subscriber.initial.send(event);
    }
}

pub async fn subscribe(subscribers: &mpsc::Sender<Subscriber>) -> mpsc::UnboundedReceiver<String> {
    let (initial, rx) = mpsc::unbounded_channel(); //~ unbounded-channel
    let _ = subscribers.send(Subscriber { initial }).await;
    rx
}
