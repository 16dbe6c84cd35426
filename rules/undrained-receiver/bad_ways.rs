// Files, helpers, fields, other signals and other crates.
use std::io::Write;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

struct Line(String);

// A writer of a log, and the signal is a oneshot.
async fn log(mut file: tokio::fs::File, mut lines: mpsc::UnboundedReceiver<Line>, mut stop: oneshot::Receiver<()>) {
    loop { //~ undrained-receiver
        tokio::select! {
            _ = &mut stop => return,
            line = lines.recv() => match line {
                Some(line) => file.write_all(line.0.as_bytes()).await.unwrap(),
                None => return,
            },
        }
    }
}

// What saves is two calls away, and the end is a field.
struct Journal {
    entries: mpsc::Receiver<Line>,
    out: BufWriter<tokio::fs::File>,
    stop: broadcast::Receiver<()>,
}

impl Journal {
    async fn run(mut self) {
        loop { //~ undrained-receiver
            tokio::select! {
                _ = self.stop.recv() => {
                    println!("stopping");
                    break;
                }
                entry = self.entries.recv() => {
                    let Some(entry) = entry else { break };
                    self.enter(entry).await;
                }
            }
        }
        self.out.flush().await.unwrap();
    }

    async fn enter(&mut self, entry: Line) {
        self.write(&entry.0).await;
    }

    async fn write(&mut self, text: &str) {
        self.out.write_all(text.as_bytes()).await.unwrap();
    }
}

// What is received is saved behind the `select!`.
async fn behind(client: tokio_postgres::Client, rx: flume::Receiver<i64>, mut stop: watch::Receiver<bool>) {
    loop { //~ undrained-receiver
        let id = tokio::select! {
            _ = stop.changed() => break,
            id = rx.recv_async() => id,
        };
        let Ok(id) = id else { break };
        client.execute("insert into seen values ($1)", &[&id]).await.unwrap();
    }
}

// A thread.
fn in_a_thread(lines: crossbeam_channel::Receiver<Line>, stop: crossbeam_channel::Receiver<()>, mut file: std::fs::File) {
    loop { //~ undrained-receiver
        crossbeam_channel::select! {
            recv(stop) -> _ => break,
            recv(lines) -> line => match line {
                Ok(line) => file.write_all(line.0.as_bytes()).unwrap(),
                Err(_) => break,
            },
        }
    }
}

// The signal is asked first, so that the queue is never looked at once it is there.
async fn first(pool: sqlx::PgPool, mut orders: mpsc::Receiver<i64>, stop: CancellationToken) {
    loop { //~ undrained-receiver
        tokio::select! {
            biased;
            _ = stop.cancelled() => break,
            Some(order) = orders.recv() => {
                sqlx::query("insert into orders (id) values ($1)").bind(order).execute(&pool).await.unwrap();
            }
        }
    }
}
