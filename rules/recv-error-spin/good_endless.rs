//! Channels that never close, and receives that are none of the loop's own.

use crossbeam_channel::{Receiver, select, tick};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// A clock does not stop.
pub fn ask_by_the_clock(messages: Receiver<u64>) {
    let ask = tick(Duration::from_secs(1));
    loop {
        select! {
            recv(messages) -> message => match message {
                Ok(number) => println!("{number}"),
                Err(_) => return,
            },
            recv(ask) -> _ => println!("ask again"),
        }
    }
}

pub struct Acks {
    inbox: flume::Receiver<u64>,
}

impl Acks {
    async fn next(&mut self) -> Option<u64> {
        match self.inbox.recv_async().await {
            Ok(ack) => Some(ack),
            Err(_) => None,
        }
    }
}

async fn flush(ask: &mpsc::Sender<u64>, acks: &mut Acks) {
    if ask.send(1).await.is_ok() {
        let _ = acks.next().await;
    }
}

/// The receive is in what a branch calls, and that branch comes by a signal only.
pub async fn acknowledge(ask: mpsc::Sender<u64>, mut acks: Acks) -> std::io::Result<()> {
    let mut flushes = signal(SignalKind::user_defined1())?;
    let mut ends = signal(SignalKind::terminate())?;
    loop {
        tokio::select! {
            _ = ends.recv() => return Ok(()),
            _ = flushes.recv() => flush(&ask, &mut acks).await,
        }
    }
}

async fn ask(questions: &mpsc::Sender<mpsc::UnboundedSender<()>>) {
    let (answer, mut answered) = mpsc::unbounded_channel();
    let _ = questions.send(answer).await;
    answered.recv().await;
}

async fn handle(number: i32, questions: &mpsc::Sender<mpsc::UnboundedSender<()>>) -> bool {
    if number == 1 {
        ask(questions).await;
    }
    number < 9
}

/// The answer comes on a channel of the call's own.
pub async fn serve(mut signals: other_crate::Signals, questions: mpsc::Sender<mpsc::UnboundedSender<()>>) {
    while let Some(number) = signals.next().await {
        if !handle(number, &questions).await {
            break;
        }
    }
}

/// `None` says that the connection was lost: the next call connects anew.
pub async fn follow(mut listener: sqlx::postgres::PgListener) {
    loop {
        match listener.try_recv().await {
            Ok(Some(notification)) => println!("{}", notification.payload()),
            Ok(None) => println!("connected anew"),
            Err(error) => {
                println!("{error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}
