//! Ended tasks are only taken out when the set itself is taken away.
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

pub struct Service {
    work: Mutex<Option<JoinSet<()>>>,
}

impl Service {
    fn new() -> Self {
        Self { work: Mutex::new(Some(JoinSet::new())) }
    }

    async fn handle(&self, number: usize) -> bool {
        let mut work = self.work.lock().await;
        let Some(set) = work.as_mut() else { return false };
        set.spawn(async move { println!("{number}") }); //~ undrained-join-set
        true
    }

    pub async fn stop(&self) {
        let Some(mut set) = self.work.lock().await.take() else { return };
        while let Some(end) = set.join_next().await {
            if let Err(error) = end {
                eprintln!("{error}");
            }
        }
    }
}

pub async fn serve(listener: TcpListener) -> Arc<Service> {
    let service = Arc::new(Service::new());
    let mut number = 0;
    while service.handle(number).await {
        if let Err(error) = listener.accept().await {
            eprintln!("{error}");
        }
        number += 1;
    }
    service
}
