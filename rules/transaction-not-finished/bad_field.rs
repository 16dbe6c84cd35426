use sqlx::pool::Pool;
use sqlx::{Error, Sqlite};

pub struct Log {
    pool: Pool<Sqlite>,
}

impl Log {
    pub async fn clean(&self) -> Result<u32, Error> {
        let mut tx = self.pool.begin().await?; //~ transaction-not-finished
        sqlx::query!("DELETE FROM lines").execute(tx.as_mut()).await?;
        println!("cleaned");
        Ok(1)
    }
}
