//! A spawn function that calls another one, which gives the error on without a look.

use tokio_util::sync::CancellationToken;

#[derive(Clone)]
pub struct Guard {
    name: &'static str,
    token: CancellationToken,
}

impl Guard {
    pub fn spawn_task<F, T>(&self, name: &'static str, task: T) -> tokio::task::JoinHandle<Option<T::Output>>
    where
        F: Send + 'static,
        T: std::future::Future<Output = anyhow::Result<F>> + Send + 'static,
    {
        let guard = Guard { name, token: self.token.child_token() };
        guard.into_spawn_task(task)
    }

    pub fn into_spawn_task<F, T>(self, task: T) -> tokio::task::JoinHandle<Option<T::Output>>
    where
        F: Send + 'static,
        T: std::future::Future<Output = anyhow::Result<F>> + Send + 'static,
    {
        let token = self.token.clone();
        tokio::spawn(async move {
            tokio::select! {
                output = task => {
                    println!("{} ended", self.name);
                    Some(output)
                }
                _ = token.cancelled() => None,
            }
        })
    }
}

async fn admin() -> anyhow::Result<()> {
    tokio::net::TcpListener::bind("127.0.0.1:0").await?.accept().await?;
    Ok(())
}

pub fn start(guard: &Guard) {
    guard.spawn_task("admin", admin()); //~ discarded-task-error
}
