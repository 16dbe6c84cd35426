//! The field is declared in one file, filled in another, and read in none.

mod service;
mod worker;

use service::Service;
use std::time::Duration;

#[tokio::main]
async fn main() {
    let service = Service::start(3);
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("{} jobs done", service.done());
    service.stop();
}
