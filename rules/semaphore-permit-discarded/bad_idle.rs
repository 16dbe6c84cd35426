use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

pub async fn left_outside(limit: Arc<Semaphore>, jobs: Vec<u32>) {
    let mut set = JoinSet::new();
    for job in jobs {
        let permit = limit.clone().acquire_owned().await.unwrap();
        set.spawn(async move {
            let _ = permit; //~ semaphore-permit-discarded
            work(job).await;
        });
    }
    while set.join_next().await.is_some() {}
}

pub async fn left_by_match(limit: Arc<Semaphore>, jobs: Vec<u32>) {
    let mut set = JoinSet::new();
    for job in jobs {
        let permit = match limit.clone().acquire_owned().await {
            Ok(permit) => permit,
            Err(_) => return,
        };
        set.spawn(async move {
            work(job).await;
            _ = permit; //~ semaphore-permit-discarded
        });
    }
    while set.join_next().await.is_some() {}
}

pub async fn too_short(listener: TcpListener, limit: Semaphore) {
    let mut set = JoinSet::new();
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        while set.try_join_next().is_some() {}
        let _permit = limit.acquire().await.expect("never closed"); //~ semaphore-permit-discarded
        set.spawn(serve(socket));
    }
}

pub async fn never_awaited(limit: &Semaphore) {
    let _permit = limit.acquire(); //~ semaphore-permit-discarded
    work(1).await;
}

async fn serve(socket: TcpStream) {
    let _ = socket.readable().await;
}

async fn work(job: u32) {
    println!("{job}");
}
