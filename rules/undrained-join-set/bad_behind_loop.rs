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
                    self.tasks.spawn(async move { drop(stream) }); //~ undrained-join-set
                }
            }
        }
        self.tasks.shutdown().await;
    }
}
