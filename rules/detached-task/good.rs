use std::time::Duration;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

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

struct Orders {
    tasks: TaskTracker,
}

impl Orders {
    fn on_order(&self, order: Order) {
        self.tasks.spawn(async move {
            audit(&order).await;
            send_receipt(order).await;
        });
    }

    async fn stop(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}
