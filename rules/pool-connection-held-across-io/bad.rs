use sqlx::PgPool;

pub async fn convert(pool: &PgPool, client: &reqwest::Client) -> Result<(), Box<dyn std::error::Error>> {
    let mut tx = pool.begin().await?; //~ pool-connection-held-across-io
    let rate = client.get("http://rates").send().await?.text().await?;
    sqlx::query("INSERT INTO rates (rate) VALUES ($1)").bind(rate).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
