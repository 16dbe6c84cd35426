//! The reply is taken first, and others ask, too: the queues fill up.
use tokio::sync::mpsc;

async fn observe(mut requests: mpsc::Receiver<u32>, replies: mpsc::Sender<u32>) {
    while let Some(request) = requests.recv().await {
        replies.send(request).await.unwrap();
    }
}

pub async fn record() {
    let (ask, requests) = mpsc::channel(2); //~ bounded-channel-cycle
    let (reply, mut replies) = mpsc::channel(2);
    let observer = tokio::spawn(observe(requests, reply));
    while let Some(number) = replies.recv().await {
        ask.send(number).await.unwrap();
        ask.send(number + 1).await.unwrap();
    }
    observer.await.unwrap();
}
