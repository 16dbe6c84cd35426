//! A lock is held until the answer is there: one request at most lies in the channel.
use tokio::sync::{Mutex, mpsc};
pub struct Client {
    gate: Mutex<()>,
    req: mpsc::UnboundedSender<String>,
    rep: Mutex<mpsc::Receiver<String>>,
}
impl Client {
    pub fn new(out: mpsc::Sender<String>, rep: mpsc::Receiver<String>) -> Self {
        let (req, mut rx) = mpsc::unbounded_channel::<String>();
        drop(tokio::spawn(async move {
            while let Some(r) = rx.recv().await {
                if out.send(r).await.is_err() {
                    return;
                }
            }
        }));
        Self { gate: Mutex::new(()), req, rep: Mutex::new(rep) }
    }
    pub async fn request(&self, r: String) -> Option<String> {
        let _g = self.gate.lock().await;
        self.req.send(r).ok()?;
        self.rep.lock().await.recv().await
    }
}
pub async fn feed(c: &Client, mut from: mpsc::Receiver<String>) {
    while let Some(r) = from.recv().await {
        println!("{:?}", c.request(r).await);
    }
}

fn main() {}
