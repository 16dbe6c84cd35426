// It asks whether a runtime is there, and has an answer for both cases.
use tokio::runtime::{Handle, Runtime};

pub fn total() -> u32 {
    match Handle::try_current() {
        Ok(handle) => tokio::task::block_in_place(|| handle.block_on(load())),
        Err(_) => Runtime::new().unwrap().block_on(load()),
    }
}

pub async fn report() -> String {
    total().to_string()
}

async fn load() -> u32 {
    1
}
