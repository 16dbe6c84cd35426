//! One query for many; numbers, batches, pools and attempts; what is asked once.

use sqlx::PgPool;

pub struct Users {
    pool: PgPool,
    known: std::collections::HashMap<i64, i64>,
}

impl Users {
    pub async fn in_batches(&self, ids: &[i64]) -> Result<(), sqlx::Error> {
        for part in ids.chunks(500) {
            sqlx::query("DELETE FROM users WHERE id = ANY($1)").bind(part).execute(&self.pool).await?;
        }
        Ok(())
    }

    pub async fn unnested(&self, batches: Vec<Vec<i64>>) -> Result<(), sqlx::Error> {
        for batch in batches {
            sqlx::query("INSERT INTO seen SELECT * FROM UNNEST($1)").bind(&batch).execute(&self.pool).await?;
        }
        Ok(())
    }

    pub async fn pages(&self) -> Result<(), sqlx::Error> {
        for page in 0..10 {
            sqlx::query("SELECT * FROM users OFFSET $1").bind(page * 100).fetch_all(&self.pool).await?;
        }
        Ok(())
    }

    pub async fn first(&self, ids: Vec<i64>) -> Result<(), sqlx::Error> {
        for id in ids {
            if id > 100 {
                sqlx::query("DELETE FROM users WHERE id = $1").bind(id).execute(&self.pool).await?;
                break;
            }
        }
        Ok(())
    }

    pub async fn each_database(pools: Vec<PgPool>) -> Result<(), sqlx::Error> {
        for pool in pools {
            sqlx::query("SELECT 1").execute(&pool).await?;
        }
        Ok(())
    }

    pub async fn names(&self, ids: &[i64]) -> Result<(), sqlx::Error> {
        for id in ids {
            self.orders(*id).await?;
        }
        Ok(())
    }

    async fn orders(&self, user: i64) -> Result<i64, sqlx::Error> {
        if let Some(known) = self.known.get(&user) {
            return Ok(*known);
        }
        sqlx::query_scalar("SELECT COUNT(*) FROM orders WHERE user_id = $1").bind(user).fetch_one(&self.pool).await
    }
}
