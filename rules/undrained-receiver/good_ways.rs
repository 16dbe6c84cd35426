// What is drained elsewhere, what is not lost, and what nobody would miss.
use tokio::io::AsyncWriteExt;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

struct Line(String);

// The rest is written after the loop.
async fn after(mut file: tokio::fs::File, mut lines: mpsc::Receiver<Line>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            Some(line) = lines.recv() => file.write_all(line.0.as_bytes()).await.unwrap(),
        }
    }
    while let Ok(line) = lines.try_recv() {
        file.write_all(line.0.as_bytes()).await.unwrap();
    }
}

// … or in the arm, by a helper.
async fn in_the_arm(mut file: tokio::fs::File, mut lines: mpsc::Receiver<Line>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => {
                drain(&mut lines, &mut file).await;
                break;
            }
            Some(line) = lines.recv() => file.write_all(line.0.as_bytes()).await.unwrap(),
        }
    }
}

async fn drain(lines: &mut mpsc::Receiver<Line>, file: &mut tokio::fs::File) {
    lines.close();
    while let Some(line) = lines.recv().await {
        file.write_all(line.0.as_bytes()).await.unwrap();
    }
}

// The caller keeps the queue.
async fn lent(mut file: tokio::fs::File, lines: &mut mpsc::Receiver<Line>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            Some(line) = lines.recv() => file.write_all(line.0.as_bytes()).await.unwrap(),
        }
    }
}

struct Journal {
    entries: mpsc::Receiver<Line>,
    file: tokio::fs::File,
}

impl Journal {
    async fn run(&mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                _ = stop.cancelled() => break,
                Some(line) = self.entries.recv() => self.file.write_all(line.0.as_bytes()).await.unwrap(),
            }
        }
    }

    async fn finish(mut self) {
        self.entries.close();
        while let Some(line) = self.entries.recv().await {
            self.file.write_all(line.0.as_bytes()).await.unwrap();
        }
    }
}

// The queue is asked first: it is empty when the signal gets its turn.
async fn last(pool: sqlx::PgPool, mut orders: mpsc::Receiver<i64>, stop: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            Some(order) = orders.recv() => {
                sqlx::query("insert into orders (id) values ($1)").bind(order).execute(&pool).await.unwrap();
            }
            _ = stop.cancelled() => break,
        }
    }
}

// Whoever asks sees that no answer comes.
struct Command {
    id: i64,
    done: oneshot::Sender<bool>,
}

async fn commands(pool: sqlx::PgPool, mut rx: mpsc::Receiver<Command>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            Some(command) = rx.recv() => {
                let result = sqlx::query("delete from orders where id = $1").bind(command.id).execute(&pool).await;
                let _ = command.done.send(result.is_ok());
            }
        }
    }
}

// What goes to a peer that is being left, and what is only shown.
async fn to_a_peer(mut peer: OwnedWriteHalf, mut lines: mpsc::Receiver<Line>, stop: CancellationToken) {
    loop {
        tokio::select! {
            _ = stop.cancelled() => break,
            Some(line) = lines.recv() => peer.write_all(line.0.as_bytes()).await.unwrap(),
        }
    }
}

// The signal does not end the loop.
async fn reload(mut file: tokio::fs::File, mut lines: mpsc::Receiver<Line>, mut again: mpsc::Receiver<()>) {
    loop {
        tokio::select! {
            _ = again.recv() => file = tokio::fs::File::create("log").await.unwrap(),
            line = lines.recv() => match line {
                Some(line) => file.write_all(line.0.as_bytes()).await.unwrap(),
                None => break,
            },
        }
    }
}
