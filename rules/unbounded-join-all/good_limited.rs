use futures::future::try_join_all;

async fn refresh(client: &reqwest::Client, url: &str) -> Result<(), reqwest::Error> {
    client.get(url).send().await.map(drop)
}

// The query says how many there are at most.
async fn feeds(pool: &sqlx::PgPool, client: &reqwest::Client) -> anyhow::Result<()> {
    let rows = sqlx::query("select url from feeds order by seen limit 20").fetch_all(pool).await?;
    let work = rows.iter().map(|row| async move {
        let url: String = sqlx::Row::get(row, 0);
        refresh(client, &url).await
    });
    try_join_all(work).await?;
    Ok(())
}
