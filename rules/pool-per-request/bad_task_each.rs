//! A pool for each host, which is used once.
use sqlx::PgPool;

async fn follow(host: String, url: String) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let pool = PgPool::connect(&url).await?; //~ pool-per-request
    let mut client = pool.acquire().await?;
    sqlx::query("insert into seen values ($1)").bind(&host).execute(&mut *client).await?;
    Ok(())
}

pub async fn start(hosts: Vec<String>, url: String) {
    let mut all = Vec::new();
    for host in hosts {
        let url = url.clone();
        all.push(tokio::spawn(async move {
            if let Err(e) = follow(host, url).await {
                println!("{e}");
            }
        }));
    }
    for task in all {
        if let Err(e) = task.await {
            println!("{e}");
        }
    }
}
