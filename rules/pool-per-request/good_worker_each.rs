//! A worker for each host, which makes its pool once and keeps it.
use sqlx::PgPool;

async fn follow(host: String, url: String) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let pool = PgPool::connect(&url).await?;
    loop {
        let mut client = pool.acquire().await?;
        sqlx::query("insert into seen values ($1)").bind(&host).execute(&mut *client).await?;
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    }
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
