//! The one who gets the handle deals with it.

use std::future::Future;
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::sleep;

async fn import(path: String) -> usize {
    sleep(Duration::from_millis(20)).await;
    path.len()
}

fn start_import(path: &str) -> JoinHandle<usize> {
    tokio::spawn(import(path.to_owned()))
}

fn spawn_named<F>(name: &'static str, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    println!("starting {name}");
    tokio::spawn(future)
}

trait Spawner {
    fn start(&self, path: String) -> JoinHandle<usize>;
}

struct Tokio;

impl Spawner for Tokio {
    fn start(&self, path: String) -> JoinHandle<usize> {
        tokio::spawn(import(path))
    }
}

struct Import {
    rows: JoinHandle<usize>,
    users: JoinHandle<usize>,
}

fn start_both() -> Import {
    Import { rows: start_import("rows.csv"), users: start_import("users.csv") }
}

async fn run() -> Result<usize, JoinError> {
    let Import { rows, users } = start_both();
    let named = spawn_named("orders", import("orders.csv".to_owned()));
    let by_trait = Tokio.start("items.csv".to_owned());
    Ok(rows.await? + users.await? + named.await? + by_trait.await?)
}
