use service::Service;
use std::time::Duration;
use tokio::task::JoinHandle;

struct Discovery {
    _service: Option<JoinHandle<()>>,
    rounds: u64,
}

impl Discovery {
    fn new(period: Option<Duration>) -> Self {
        let (_service, rounds) = if let Some(period) = period {
            let handle = Service { period }.spawn(); //~ unwatched-task
            (Some(handle), 1)
        } else {
            (None, 0)
        };
        Self { _service, rounds }
    }
}

#[tokio::main]
async fn main() {
    let discovery = Discovery::new(Some(Duration::from_secs(1)));
    println!("{}", discovery.rounds);
    tokio::signal::ctrl_c().await.unwrap();
}
