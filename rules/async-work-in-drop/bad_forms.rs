use futures::executor::block_on;
use tokio::runtime::Handle;

async fn release(name: String) -> Result<(), String> {
    if name.is_empty() { Err("no name".to_owned()) } else { Ok(()) }
}

struct Lease {
    name: String,
    runtime: Handle,
}

impl Lease {
    fn give_back(&mut self) {
        let name = std::mem::take(&mut self.name);
        self.runtime.spawn(async move { //~ async-work-in-drop
            if let Err(error) = release(name).await {
                eprintln!("{error}");
            }
        });
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.give_back();
    }
}

struct Lock(String);

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = block_on(release(self.0.clone())); //~ async-work-in-drop
    }
}

// Starts what it is given, and sends only what came of it.
struct Workers {
    runtime: Handle,
    done: tokio::sync::mpsc::UnboundedSender<bool>,
}

impl Workers {
    fn spawn(&self, work: impl std::future::Future<Output = Result<(), String>> + Send + 'static) {
        let done = self.done.clone();
        self.runtime.spawn(async move {
            let outcome = work.await;
            let _ = done.send(outcome.is_ok());
        });
    }
}

struct Visit(String, Workers);

impl Drop for Visit {
    fn drop(&mut self) {
        self.1.spawn(release(self.0.clone())); //~ async-work-in-drop
    }
}
