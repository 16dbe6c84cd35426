//! A spawn function that lends the result to what its caller gives it, before it gives it on.

use std::future::Future;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub fn spawn_with_cancel<T, F>(token: CancellationToken, on_end: F, work: T) -> JoinHandle<Option<T::Output>>
where
    T: Future + Send + 'static,
    T::Output: Send + 'static,
    F: FnOnce(&T::Output) + Send + 'static,
{
    tokio::spawn(async move {
        tokio::select! {
            _ = token.cancelled() => None,
            result = work => {
                on_end(&result);
                Some(result)
            }
        }
    })
}

async fn watch() -> std::io::Result<()> {
    tokio::fs::read("/proc/self/stat").await?;
    Ok(())
}

pub fn start(token: CancellationToken) {
    spawn_with_cancel(
        token,
        |result| {
            if let Err(error) = result {
                println!("{error}");
            }
        },
        watch(),
    );
}
