//! The result of the work is sent; that nobody hears it is no error of the task.

use tokio::sync::{mpsc, oneshot};

async fn read(path: String) -> Result<String, std::io::Error> {
    tokio::fs::read_to_string(path).await
}

fn answer(path: String, reply: oneshot::Sender<Result<String, std::io::Error>>) {
    tokio::spawn(async move { reply.send(read(path).await) });
}

fn queue(path: String, results: mpsc::Sender<Result<String, std::io::Error>>) {
    tokio::spawn(async move { results.send(read(path).await).await });
}

/// A future of the handle that is awaited further on.
struct Executor {
    runtime: tokio::runtime::Handle,
}

impl Executor {
    fn spawn_blocking_handle<F, R>(
        &self,
        work: F,
    ) -> Option<impl std::future::Future<Output = Result<R, tokio::task::JoinError>>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        let handle = self.runtime.spawn_blocking(work);
        Some(async move {
            let ended = handle.await;
            println!("ended");
            ended
        })
    }
}

fn parse(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.parse()
}

async fn parsed(executor: &Executor, text: String) -> Result<u64, String> {
    executor
        .spawn_blocking_handle(move || parse(&text))
        .ok_or("shutting down")?
        .await
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())
}

/// Sent in each branch.
fn either(path: String, reply: oneshot::Sender<Result<String, std::io::Error>>) {
    tokio::spawn(async move {
        match read(path).await {
            Ok(text) if text.is_empty() => reply.send(Ok("empty".to_owned())),
            Ok(text) => reply.send(Ok(text)),
            Err(error) => reply.send(Err(error)),
        }
    });
}
