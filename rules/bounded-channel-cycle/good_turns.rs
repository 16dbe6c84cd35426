//! Requests and replies in turn: there is never more than one under way.
use tokio::sync::mpsc;

pub enum Request {
    Start(u32),
    Stop,
}

async fn observe(mut requests: mpsc::Receiver<Request>, replies: mpsc::Sender<bool>) {
    while let Some(request) = requests.recv().await {
        match request {
            Request::Start(number) => replies.send(number > 0).await.unwrap(),
            Request::Stop => break,
        }
    }
}

pub async fn record() {
    let (ask, requests) = mpsc::channel(2);
    let (reply, mut replies) = mpsc::channel(2);
    let observer = tokio::spawn(observe(requests, reply));
    let mut number = 0;
    loop {
        number += 1;
        ask.send(Request::Start(number)).await.unwrap();
        match replies.recv().await {
            Some(true) => {}
            _ => break,
        }
    }
    ask.send(Request::Stop).await.unwrap();
    observer.await.unwrap();
}
