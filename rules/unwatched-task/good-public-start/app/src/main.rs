use service::Service;
use std::time::Duration;
use tokio::task::JoinHandle;

struct Discovery {
    service: Option<JoinHandle<()>>,
}

impl Discovery {
    fn new(period: Option<Duration>) -> Self {
        Self { service: period.map(|period| Service { period }.spawn()) }
    }
}

impl Drop for Discovery {
    fn drop(&mut self) {
        if let Some(service) = self.service.take() {
            service.abort();
        }
    }
}

/// A slot of the caller: what becomes of the handle is seen there.
struct Reader<'a> {
    slot: &'a mut Option<JoinHandle<()>>,
}

impl Reader<'_> {
    fn run(self) {
        *self.slot = Some(Service { period: Duration::from_secs(2) }.spawn());
    }
}

#[tokio::main]
async fn main() {
    let _discovery = Discovery::new(Some(Duration::from_secs(1)));
    let mut slot = None;
    Reader { slot: &mut slot }.run();
    if let Some(handle) = slot {
        println!("{:?}", handle.await);
    }
}
