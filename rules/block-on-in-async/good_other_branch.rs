//! The branch that blocks is taken for `None`, and async code gives `Some`.
use tokio::runtime::Runtime;

pub struct Controller {
    runtime: Runtime,
}

impl Controller {
    fn add(&self, name: &str, endpoint: Option<String>) -> std::io::Result<String> {
        if let Some(endpoint) = endpoint {
            println!("{name}");
            Ok(endpoint)
        } else {
            self.runtime.block_on(tokio::fs::read_to_string("endpoint"))
        }
    }

    pub fn start(&self) -> std::io::Result<String> {
        self.add("first", None)
    }
}

pub async fn api(controller: &Controller, endpoint: String) -> std::io::Result<String> {
    let added = controller.add("api", Some(endpoint))?;
    tokio::task::yield_now().await;
    Ok(added)
}
