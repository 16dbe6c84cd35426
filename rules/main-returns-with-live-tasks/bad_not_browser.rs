//! The process ends with this `main`, whatever that of a page does.

#[cfg(target_arch = "wasm32")]
fn main() {
    println!("page");
}

#[cfg(not(target_arch = "wasm32"))]
#[tokio::main]
async fn main() {
    tokio::spawn(async { //~ main-returns-with-live-tasks
        futures::future::pending::<()>().await;
    });
}
