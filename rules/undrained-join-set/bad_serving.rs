//! Drained when the loop is over, which is when somebody stops it, or all who ask are gone.
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

async fn answer(number: u64) {
    println!("{number}");
}

async fn until_told(mut requests: mpsc::Receiver<u64>, stop: CancellationToken) {
    let mut answers = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            request = requests.recv() => match request {
                Some(number) => {
                    answers.spawn(answer(number)); //~ undrained-join-set
                }
                None => break,
            },
        }
    }
    while let Some(end) = answers.join_next().await {
        if let Err(error) = end {
            eprintln!("{error}");
        }
    }
}

async fn of_two(mut requests: mpsc::Receiver<u64>, mut urgent: mpsc::Receiver<u64>) {
    let answers = FuturesUnordered::new();
    loop {
        let number = tokio::select! {
            Some(number) = urgent.recv() => number,
            Some(number) = requests.recv() => number,
            else => break,
        };
        answers.push(tokio::spawn(answer(number))); //~ undrained-join-set
    }
    answers.for_each(|_| async {}).await;
}

struct Question {
    number: u64,
    reply: oneshot::Sender<u64>,
}

// Whoever asks waits for an answer of its own.
async fn answers(mut questions: mpsc::Receiver<Question>) {
    let mut running = JoinSet::new();
    while let Some(Question { number, reply }) = questions.recv().await {
        running.spawn(async move { //~ undrained-join-set
            let _ = reply.send(number + 1);
        });
    }
    while running.join_next().await.is_some() {}
}

pub struct Mailer {
    letters: mpsc::Sender<u64>,
}

// The other end lies in what callers hold.
impl Mailer {
    pub fn start() -> Self {
        let (letters, mut inbox) = mpsc::channel(16);
        let _run = tokio::spawn(async move {
            let mut sending = JoinSet::new();
            while let Some(letter) = inbox.recv().await {
                sending.spawn(answer(letter)); //~ undrained-join-set
            }
            sending.join_all().await;
        });
        Self { letters }
    }

    pub async fn post(&self, letter: u64) {
        let _ = self.letters.send(letter).await;
    }
}
