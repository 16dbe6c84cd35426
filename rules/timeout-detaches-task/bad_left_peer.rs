//! The task that reads from a peer goes on for as long as the peer stays, whatever became of the session.
use tokio::io::AsyncReadExt;
use tokio::net::tcp::OwnedReadHalf;
use tokio::sync::mpsc;

enum Command {
    Say(String),
    Close,
}

async fn count(mut from: OwnedReadHalf) -> usize {
    let mut buffer = [0; 1024];
    let mut total = 0;
    while let Ok(bytes) = from.read(&mut buffer).await {
        if bytes == 0 {
            break;
        }
        total += bytes;
    }
    total
}

pub async fn session(from: OwnedReadHalf, mut commands: mpsc::Receiver<Command>) {
    let reader = tokio::spawn(count(from)); //~ timeout-detaches-task
    tokio::pin!(reader);
    loop {
        tokio::select! {
            total = &mut reader => {
                println!("{total:?}");
                break;
            }
            command = commands.recv() => match command {
                Some(Command::Say(text)) => println!("{text}"),
                Some(Command::Close) | None => break,
            },
        }
    }
}
