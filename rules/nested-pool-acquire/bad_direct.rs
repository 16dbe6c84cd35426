use deadpool_postgres::Pool;
use sqlx::PgPool;

pub async fn copy(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut connection = pool.acquire().await?;
    sqlx::query("DELETE FROM a").execute(&mut *connection).await?;
    sqlx::query("DELETE FROM b").execute(pool).await?; //~ nested-pool-acquire
    Ok(())
}

pub async fn both(pool: Pool) -> u32 {
    let Ok(first) = pool.get().await else { return 0 };
    let second = pool.get().await; //~ nested-pool-acquire
    use_them(&first, second.is_ok())
}

fn use_them<T>(_first: &T, _second: bool) -> u32 {
    1
}
