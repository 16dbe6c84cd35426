//! The query stands in a function, and the loop takes its elements by itself.

use futures::TryStreamExt;
use sqlx::{PgPool, Row};

pub struct User {
    id: i64,
}

pub struct Users {
    pool: PgPool,
}

impl Users {
    pub async fn count_orders(&self, users: &[User]) -> Result<i64, sqlx::Error> {
        let mut all = 0;
        for user in users {
            all += self.orders(user.id).await?; //~ query-in-loop
        }
        Ok(all)
    }

    async fn orders(&self, user: i64) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT COUNT(*) FROM orders WHERE user_id = $1").bind(user).fetch_one(&self.pool).await
    }

    pub async fn touch(&self, users: Vec<User>) -> Result<(), sqlx::Error> {
        let mut rest = users.into_iter();
        while let Some(user) = rest.next() {
            sqlx::query("UPDATE users SET seen = now() WHERE id = $1").bind(user.id).execute(&self.pool).await?; //~ query-in-loop
        }
        Ok(())
    }

    pub async fn by_row(&self) -> Result<(), sqlx::Error> {
        let mut rows = sqlx::query("SELECT id FROM users").fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            let id: i64 = row.get(0);
            sqlx::query("DELETE FROM sessions WHERE user_id = $1").bind(id).execute(&self.pool).await?; //~ query-in-loop
        }
        Ok(())
    }
}
