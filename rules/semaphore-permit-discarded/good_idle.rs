use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

pub async fn moved_in(limit: Arc<Semaphore>, jobs: Vec<u32>) {
    let mut set = JoinSet::new();
    for job in jobs {
        let permit = limit.clone().acquire_owned().await.unwrap();
        set.spawn(async move {
            let _permit = permit;
            work(job).await;
        });
    }
    while set.join_next().await.is_some() {}
}

// `_ =` moves nothing, and the other mention does.
pub async fn moved_by_drop(limit: Arc<Semaphore>, job: u32) {
    let permit = limit.clone().acquire_owned().await.unwrap();
    let task = tokio::spawn(async move {
        work(job).await;
        let _ = &permit;
        drop(permit);
    });
    task.await.unwrap();
}

// It is held here until the end of this function, which waits for the task.
pub async fn waited_for(limit: Arc<Semaphore>, job: u32) {
    let _permit = limit.acquire().await.unwrap();
    let task = tokio::spawn(work(job));
    task.await.unwrap();
}

pub async fn same_place(limit: Arc<Semaphore>, job: u32) {
    let permit = limit.acquire().await.unwrap();
    work(job).await;
    let _ = permit;
}

pub async fn given_to_the_task(listener: TcpListener, limit: Arc<Semaphore>) {
    let mut set = JoinSet::new();
    loop {
        let permit = limit.clone().acquire_owned().await.expect("never closed");
        let Ok((socket, _)) = listener.accept().await else { continue };
        while set.try_join_next().is_some() {}
        set.spawn(serve(socket, permit));
    }
}

// The permit is for what is prepared here; the task is something else.
pub async fn prepared(limit: Arc<Semaphore>) {
    let _permit = limit.acquire().await.unwrap();
    let job = prepare();
    tokio::spawn(work(job)).await.unwrap();
}

pub async fn awaited_later(limit: &Semaphore) {
    let wanted = limit.acquire();
    work(1).await;
    let _permit = wanted.await;
    work(2).await;
}

async fn serve(socket: TcpStream, _permit: OwnedSemaphorePermit) {
    let _ = socket.readable().await;
}

fn prepare() -> u32 {
    3
}

async fn work(job: u32) {
    println!("{job}");
}
