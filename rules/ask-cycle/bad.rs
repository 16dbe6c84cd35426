use tokio::sync::{mpsc, oneshot};

pub fn start() {
    let (orders, mut order_box) = mpsc::unbounded_channel::<oneshot::Sender<u32>>();
    let (stock, mut stock_box) = mpsc::unbounded_channel::<oneshot::Sender<u32>>();
    tokio::spawn(async move {
        while let Some(reply) = order_box.recv().await {
            let (tx, rx) = oneshot::channel();
            let _ = stock.send(tx); //~ ask-cycle
            let _ = reply.send(rx.await.unwrap_or(0));
        }
    });
    tokio::spawn(async move {
        while let Some(reply) = stock_box.recv().await {
            let (tx, rx) = oneshot::channel();
            let _ = orders.send(tx);
            let _ = reply.send(rx.await.unwrap_or(0));
        }
    });
}
