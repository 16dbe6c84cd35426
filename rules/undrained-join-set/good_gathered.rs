//! A batch that ends: its tasks are looked at when all have been started.
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

async fn look_up(number: u64) -> std::io::Result<u64> {
    Ok(tokio::fs::read(format!("{number}")).await?.len() as u64)
}

// Each gives something, and the caller wants it all.
async fn all_of(mut pieces: mpsc::Receiver<u64>, stop: CancellationToken) -> Vec<u64> {
    let mut found = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            piece = pieces.recv() => match piece {
                Some(number) => {
                    found.spawn(look_up(number));
                }
                None => break,
            },
        }
    }
    let mut all = Vec::new();
    while let Some(ended) = found.join_next().await {
        if let Ok(Ok(number)) = ended {
            all.push(number);
        }
    }
    all
}

// Nothing shows that the channel is one of a service.
async fn in_turn(mut files: mpsc::Receiver<String>) {
    let mut removals = JoinSet::new();
    while let Some(file) = files.recv().await {
        removals.spawn(async move {
            let _ = tokio::fs::remove_file(file).await;
        });
    }
    while removals.join_next().await.is_some() {}
}

struct Question {
    number: u64,
    reply: oneshot::Sender<u64>,
}

async fn answers(mut questions: mpsc::Receiver<Question>) {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            Some(end) = running.join_next(), if !running.is_empty() => {
                if let Err(error) = end {
                    eprintln!("{error}");
                }
            }
            question = questions.recv() => match question {
                Some(Question { number, reply }) => {
                    running.spawn(async move {
                        let _ = reply.send(number + 1);
                    });
                }
                None => break,
            },
        }
    }
    while running.join_next().await.is_some() {}
}
