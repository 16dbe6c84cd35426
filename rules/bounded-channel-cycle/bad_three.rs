// Three in a circle, one of them a thread, and one waiting for a reply.
use std::thread;
use tokio::sync::{mpsc, oneshot};

pub fn start() {
    let (to_a, mut a) = mpsc::channel::<u32>(1); //~ bounded-channel-cycle
    let (to_b, mut b) = mpsc::channel::<u32>(1);
    let (to_c, mut c) = mpsc::channel::<(u32, oneshot::Sender<u32>)>(1);
    tokio::spawn(async move {
        while let Some(n) = a.recv().await {
            to_b.send(n).await.unwrap();
        }
    });
    tokio::spawn(async move {
        while let Some(n) = b.recv().await {
            let (reply, answer) = oneshot::channel();
            if to_c.try_send((n, reply)).is_err() {
                continue;
            }
            println!("{:?}", answer.await);
        }
    });
    thread::spawn(move || {
        while let Some((n, reply)) = c.blocking_recv() {
            to_a.blocking_send(n).unwrap();
            let _ = reply.send(n);
        }
    });
}
