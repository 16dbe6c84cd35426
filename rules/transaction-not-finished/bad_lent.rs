//! The transaction is lent to functions that write in it.

use sqlx::{Executor, PgConnection, PgPool, Postgres, Transaction};

pub struct Users {
    pool: PgPool,
}

impl Users {
    pub async fn add(&self, name: &str) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?; //~ transaction-not-finished
        insert(&mut tx, name).await?;
        Ok(())
    }

    pub async fn add_both(&self, name: &str) -> Result<(), sqlx::Error> {
        let mut tx: Transaction<'_, Postgres> = self.pool.begin().await?; //~ transaction-not-finished
        self.add_in(&mut *tx, name).await?;
        Ok(())
    }

    async fn add_in(&self, conn: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
        insert(conn, name).await
    }

    pub async fn on_connection(&self) -> Result<(), sqlx::Error> {
        let mut conn = self.pool.acquire().await?;
        let mut tx = conn.begin().await?; //~ transaction-not-finished
        tx.execute("DELETE FROM users").await?;
        Ok(())
    }

    pub async fn by_reference(&self) -> Result<(), sqlx::Error> {
        let tx = &mut self.pool.begin().await?; //~ transaction-not-finished
        insert(tx, "root").await?;
        Ok(())
    }

    pub async fn savepoint(&self) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        let mut inner = tx.begin().await?; //~ transaction-not-finished
        sqlx::query(ADD).bind("root").execute(&mut *inner).await?;
        tx.commit().await
    }
}

const ADD: &str = "INSERT INTO users (name) VALUES ($1)";

async fn insert(conn: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query(ADD).bind(name).execute(conn).await?;
    Ok(())
}
