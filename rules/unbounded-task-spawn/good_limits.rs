//! A pool of threads and a count that each asker raises are limits, too.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use threadpool::ThreadPool;
use tokio::sync::mpsc;

const MOST: usize = 16;

fn accept(listener: TcpListener, sockets: SyncSender<TcpStream>) {
    for socket in listener.incoming().flatten() {
        if sockets.send(socket).is_err() {
            break;
        }
    }
}

pub fn pooled(listener: TcpListener, threads: usize) {
    let (tx, rx) = std::sync::mpsc::sync_channel(8);
    let accepts = std::thread::spawn(move || accept(listener, tx));
    let pool = ThreadPool::new(threads);
    while let Ok(socket) = rx.recv() {
        pool.execute(move || println!("{:?}", socket.peer_addr()));
    }
    pool.join();
    let _ = accepts.join();
}

pub async fn counted(socket: tokio::net::UdpSocket) {
    let (tx, mut rx) = mpsc::channel(8);
    let reader = tokio::spawn(async move {
        let mut packet = [0; 1500];
        while let Ok(len) = socket.recv(&mut packet).await {
            if tx.send(len).await.is_err() {
                break;
            }
        }
    });
    let running = Arc::new(AtomicUsize::new(0));
    while let Some(len) = rx.recv().await {
        let count = Arc::clone(&running);
        if running.fetch_add(1, Ordering::Relaxed) < MOST {
            tokio::spawn(async move {
                println!("{len} bytes");
                tokio::task::yield_now().await;
                count.fetch_sub(1, Ordering::Relaxed);
            });
        } else {
            running.fetch_sub(1, Ordering::Relaxed);
        }
    }
    reader.abort();
}
