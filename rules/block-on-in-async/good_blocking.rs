use tokio::runtime::{Handle, Runtime};

fn main() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async { serve().await });
}

async fn serve() {
    let handle = Handle::current();
    tokio::task::block_in_place(|| handle.block_on(load()));
    let handle = Handle::current();
    let _ = tokio::task::spawn_blocking(move || handle.block_on(load())).await;
    let handle = Handle::current();
    let _ = std::thread::spawn(move || handle.block_on(load())).join();
}

async fn load() -> u32 {
    1
}
