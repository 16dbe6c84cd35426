use std::io;
use tokio::sync::{mpsc, oneshot};

enum Request {
    Load { path: String, reply: oneshot::Sender<io::Result<String>> },
    Count { reply: oneshot::Sender<usize> },
}

async fn serve(mut requests: mpsc::Receiver<Request>) -> io::Result<()> {
    let mut loaded = 0;
    while let Some(request) = requests.recv().await {
        match request {
            Request::Load { path, reply } => {
                let text = tokio::fs::read_to_string(&path).await;
                loaded += 1;
                let _ = reply.send(text);
            }
            Request::Count { reply } => {
                let _ = reply.send(loaded);
            }
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() {
    let (tx, rx) = mpsc::channel(8);
    let server = tokio::spawn(serve(rx));
    let (reply, answer) = oneshot::channel();
    let _ = tx.send(Request::Load { path: "a.txt".to_owned(), reply }).await;
    println!("{:?}", answer.await.unwrap());
    let (reply, answer) = oneshot::channel();
    let _ = tx.send(Request::Count { reply }).await;
    println!("{}", answer.await.unwrap());
    drop(tx);
    server.await.unwrap().unwrap();
}
