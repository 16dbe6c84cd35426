//! A timer and its user: a flag says that the user has sent, so that there is never more than one on the way.
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::sync::mpsc;

pub struct Delay {
    started: bool,
    start: mpsc::Sender<()>,
    over: mpsc::Receiver<()>,
}

impl Delay {
    pub fn new(duration: Duration) -> Self {
        let (start, mut started) = mpsc::channel(1);
        let (done, over) = mpsc::channel(1);
        tokio::spawn(async move {
            loop {
                match started.recv().await {
                    Some(()) => (),
                    None => return,
                }
                tokio::time::sleep(duration).await;
                let _ = done.send(()).await;
            }
        });
        Self { started: false, start, over }
    }

    async fn begin(&mut self) {
        if !self.started {
            self.started = true;
            self.start.send(()).await.unwrap();
        }
    }

    async fn ready(&mut self) {
        self.over.recv().await.unwrap();
        self.started = false;
    }
}

pub async fn copy() {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut delay = Delay::new(Duration::from_millis(5));
    loop {
        tokio::select! {
            line = lines.next_line() => {
                let Ok(Some(line)) = line else { return };
                println!("{line}");
                delay.begin().await;
            }
            _ = delay.ready() => println!(),
        }
    }
}
