//! A spawn function that loses the task of each caller is one mistake; a caller's own mistake is its own.

use std::future::Future;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

fn background(future: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(future); //~ detached-task
}

fn in_turn(future: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(future) //~ detached-task
}

fn kept_by_some(future: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(future)
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
    background(async move {
        sleep(Duration::from_millis(50)).await;
        println!("edited {id}");
    });
    background(thumbnail(id + 1));
}

fn on_rotate(id: u64) {
    in_turn(thumbnail(id));
    in_turn(thumbnail(id + 1));
    let _ = in_turn(thumbnail(id + 2));
    in_turn(thumbnail(id + 3));
}

async fn on_move(id: u64) {
    kept_by_some(thumbnail(id)); //~ detached-task
    kept_by_some(thumbnail(id + 1)); //~ detached-task
    kept_by_some(thumbnail(id + 2)); //~ detached-task
    kept_by_some(thumbnail(id + 3)); //~ detached-task
    let last = kept_by_some(thumbnail(id + 4));
    last.await.unwrap();
}
