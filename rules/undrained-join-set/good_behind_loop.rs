use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub struct Server {
    listener: TcpListener,
    tasks: JoinSet<()>,
    stop: CancellationToken,
}

impl Server {
    pub async fn run(mut self) {
        loop {
            tokio::select! {
                () = self.stop.cancelled() => break,
                Ok((stream, _)) = self.listener.accept() => {
                    self.tasks.spawn(async move { drop(stream) });
                }
                Some(_) = self.tasks.join_next() => {}
            }
        }
        self.tasks.shutdown().await;
    }

    // Each round takes out what has ended, in a method.
    pub async fn run_reaping(mut self) {
        while let Ok((stream, _)) = self.listener.accept().await {
            self.reap();
            self.tasks.spawn(async move { drop(stream) });
        }
        self.tasks.shutdown().await;
    }

    fn reap(&mut self) {
        while self.tasks.try_join_next().is_some() {}
    }
}
