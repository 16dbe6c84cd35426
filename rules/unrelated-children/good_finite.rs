//! Work that ends is no service.

use std::io;
use std::time::Duration;
use tokio::time::sleep;

async fn user(id: u64) -> io::Result<String> {
    sleep(Duration::from_millis(5)).await;
    Ok(format!("user {id}"))
}

async fn orders(id: u64) -> io::Result<Vec<u64>> {
    let mut orders = Vec::new();
    for n in 0..3 {
        sleep(Duration::from_millis(1)).await;
        orders.push(id * 10 + n);
    }
    Ok(orders)
}

async fn page(id: u64) -> io::Result<String> {
    let (user, orders) = tokio::try_join!(user(id), orders(id))?;
    Ok(format!("{user}: {orders:?}"))
}

async fn first(id: u64) -> io::Result<String> {
    tokio::select! {
        name = user(id) => name,
        name = user(id + 1) => name,
    }
}

async fn in_time(id: u64) -> Option<String> {
    tokio::select! {
        name = user(id) => name.ok(),
        () = sleep(Duration::from_secs(1)) => None,
    }
}
