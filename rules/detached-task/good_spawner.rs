//! A comment at the spawn of a spawn function is about all that it starts.

use std::future::Future;
use std::time::Duration;
use tokio::time::sleep;

fn background(future: impl Future<Output = ()> + Send + 'static) {
    // tether: allow(detached-task, reason = "thumbnails are made anew when they are missing")
    tokio::spawn(future);
}

async fn thumbnail(id: u64) {
    sleep(Duration::from_millis(50)).await;
    println!("thumbnail of {id}");
}

fn on_upload(id: u64) {
    background(thumbnail(id));
    background(thumbnail(id + 1));
}

fn on_edit(id: u64) {
    background(thumbnail(id));
    background(thumbnail(id + 1));
    background(thumbnail(id + 2));
}
