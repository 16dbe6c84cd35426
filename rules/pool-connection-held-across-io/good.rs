use sqlx::PgPool;

pub async fn convert(pool: &PgPool, client: &reqwest::Client) -> Result<(), Box<dyn std::error::Error>> {
    let rate = client.get("http://rates").send().await?.text().await?;
    let mut tx = pool.begin().await?;
    sqlx::query("INSERT INTO rates (rate) VALUES ($1)").bind(rate).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
