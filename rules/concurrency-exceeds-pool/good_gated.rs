use futures::stream::{self, StreamExt};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::sync::Arc;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;

pub async fn open() -> PgPool {
    PgPoolOptions::new().max_connections(4).connect("postgres://localhost").await.unwrap()
}

// Each round waits for a permit.
pub async fn by_permits(pool: PgPool) {
    let limit = Arc::new(Semaphore::new(3));
    let mut set = JoinSet::new();
    for id in 0..1000i64 {
        let permit = limit.clone().acquire_owned().await.unwrap();
        let pool = pool.clone();
        set.spawn(async move {
            mark(&pool, id).await;
            drop(permit);
        });
    }
    while set.join_next().await.is_some() {}
}

// One after the other.
pub async fn by_turns(pool: PgPool) {
    for id in 0..100i64 {
        let pool = pool.clone();
        let task = tokio::spawn(async move { mark(&pool, id).await });
        task.await.unwrap();
    }
}

// Never more than four.
pub async fn by_window(pool: PgPool) {
    let mut set = JoinSet::new();
    for id in 0..100i64 {
        while set.len() >= 4 {
            set.join_next().await;
        }
        let pool = pool.clone();
        set.spawn(async move { mark(&pool, id).await });
    }
    set.join_all().await;
}

// A lock around the query.
pub async fn by_lock(pool: PgPool) {
    let gate = Arc::new(Mutex::new(()));
    let mut set = JoinSet::new();
    for id in 0..32i64 {
        let (pool, gate) = (pool.clone(), gate.clone());
        set.spawn(async move {
            let _turn = gate.lock().await;
            mark(&pool, id).await;
        });
    }
    set.join_all().await;
}

// What is called has a limit of its own.
pub struct Repo {
    pool: PgPool,
    limit: Semaphore,
}

impl Repo {
    pub async fn put_all(&self, ids: Vec<i64>) {
        stream::iter(ids).for_each_concurrent(500, |id| self.put(id)).await;
    }

    async fn put(&self, id: i64) {
        let _permit = self.limit.acquire().await.unwrap();
        mark(&self.pool, id).await;
    }
}

// The permits are of connections, each of which asks the pool now and then.
pub async fn serve(listener: TcpListener, pool: PgPool) {
    let connections = Arc::new(Semaphore::new(1000));
    loop {
        let permit = connections.clone().acquire_owned().await.unwrap();
        let Ok((peer, _)) = listener.accept().await else { continue };
        let pool = pool.clone();
        tokio::spawn(async move {
            session(peer, pool).await;
            drop(permit);
        });
    }
}

async fn session(mut peer: TcpStream, pool: PgPool) {
    while let Ok(byte) = peer.read_u8().await {
        mark(&pool, byte.into()).await;
    }
}

async fn mark(pool: &PgPool, id: i64) {
    sqlx::query("UPDATE a SET seen = true WHERE id = $1").bind(id).execute(pool).await.ok();
}
