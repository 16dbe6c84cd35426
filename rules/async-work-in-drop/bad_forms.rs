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
