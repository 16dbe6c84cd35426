use tokio::sync::mpsc::Receiver;
use tokio_util::sync::CancellationToken;

async fn save_orders(pool: sqlx::PgPool, mut orders: Receiver<i64>, stop: CancellationToken) -> Result<(), sqlx::Error> {
    loop {
        tokio::select! {
            _ = stop.cancelled(), if !orders.is_closed() => orders.close(),
            Some(order) = orders.recv() => {
                sqlx::query("insert into orders (id) values ($1)").bind(order).execute(&pool).await?;
            }
            else => break,
        }
    }
    Ok(())
}
