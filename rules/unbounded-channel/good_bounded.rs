//! Bounded channels of every crate, and the other kinds, which hold one value or a ring.

use tokio::sync::{broadcast, mpsc, oneshot, watch};

const DEPTH: usize = 256;

async fn feed(mut frames: mpsc::Receiver<Vec<u8>>) {
    let (a, _a) = flume::bounded(DEPTH);
    let (b, _b) = async_channel::bounded(DEPTH);
    let (c, _c) = crossbeam_channel::bounded(DEPTH);
    let (d, _d) = std::sync::mpsc::sync_channel(DEPTH);
    let (e, _e) = futures::channel::mpsc::channel(DEPTH);
    let (f, _f) = broadcast::channel(DEPTH);
    let (g, _g) = watch::channel(Vec::new());
    let (h, _h) = oneshot::channel::<Vec<u8>>();
    let mut e = e;
    println!("{}", h.is_closed());
    while let Some(frame) = frames.recv().await {
        let sent = a.try_send(frame.clone()).is_ok()
            && b.send(frame.clone()).await.is_ok()
            && c.try_send(frame.clone()).is_ok()
            && d.try_send(frame.clone()).is_ok()
            && e.try_send(frame.clone()).is_ok()
            && f.send(frame.clone()).is_ok()
            && g.send(frame).is_ok();
        if !sent {
            break;
        }
    }
}
