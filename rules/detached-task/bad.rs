use std::time::Duration;
use tokio::time::sleep;

struct Order {
    id: u64,
}

async fn audit(order: &Order) {
    sleep(Duration::from_millis(order.id)).await;
}

async fn send_receipt(order: Order) {
    sleep(Duration::from_millis(order.id)).await;
    println!("receipt for order {} sent", order.id);
}

fn on_order(order: Order) {
    tokio::spawn(async move { //~ detached-task
        audit(&order).await;
        send_receipt(order).await;
    });
}

fn on_refund(order: Order) {
    tokio::spawn(send_receipt(order)); //~ detached-task
}

fn on_cancel(order: Order) {
    let _ = tokio::spawn(async move { audit(&order).await }); //~ detached-task
}
