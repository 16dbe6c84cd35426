//! The same, ended; and functions that only read, or write nothing that stays.

use sqlx::{Executor, PgConnection, PgPool, Postgres, Transaction};

pub struct Users {
    pool: PgPool,
}

impl Users {
    pub async fn add(&self, name: &str) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        insert(&mut tx, name).await?;
        tx.commit().await
    }

    pub async fn add_in_place(&self, name: &str) -> Result<(), sqlx::Error> {
        let mut tx: Transaction<'_, Postgres> = self.pool.begin().await?;
        insert(&mut *tx, name).await?;
        Transaction::commit(tx).await
    }

    pub async fn on_connection(&self) -> Result<(), sqlx::Error> {
        let mut conn = self.pool.acquire().await?;
        let mut tx = conn.begin().await?;
        tx.execute("DELETE FROM users").await?;
        tx.commit().await
    }

    pub async fn by_statement(&self) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        insert(&mut tx, "root").await?;
        tx.execute("COMMIT").await?;
        Ok(())
    }

    pub async fn by_reference(&self) -> Result<i64, sqlx::Error> {
        let tx = &mut self.pool.begin().await?;
        count(tx).await
    }

    pub async fn report(&self) -> Result<i64, sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("CREATE TEMP TABLE seen (name TEXT)").execute(&mut *tx).await?;
        count(&mut tx).await
    }
}

async fn insert(conn: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO users (name) VALUES ($1)").bind(name).execute(conn).await?;
    Ok(())
}

async fn count(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(conn).await
}
