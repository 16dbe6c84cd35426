use tokio::sync::{mpsc, oneshot};

enum Order {
    Count(oneshot::Sender<u32>),
    InStock(u32),
}

pub fn start() {
    let (orders, mut order_box) = mpsc::unbounded_channel::<Order>();
    let (stock, mut stock_box) = mpsc::unbounded_channel::<oneshot::Sender<u32>>();
    tokio::spawn(async move {
        let mut in_stock = 0;
        while let Some(order) = order_box.recv().await {
            match order {
                Order::InStock(count) => in_stock = count,
                Order::Count(reply) => {
                    let (tx, rx) = oneshot::channel();
                    let _ = stock.send(tx);
                    let _ = reply.send(rx.await.unwrap_or(0) + in_stock);
                }
            }
        }
    });
    tokio::spawn(async move {
        while let Some(reply) = stock_box.recv().await {
            let _ = orders.send(Order::InStock(7));
            let _ = reply.send(7);
        }
    });
}
