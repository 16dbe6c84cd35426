//! The same on a thread for it, and the async twins.

use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub async fn names(pool: Pool<ConnectionManager<PgConnection>>) -> Vec<String> {
    tokio::task::spawn_blocking(move || {
        let mut conn = pool.get().unwrap();
        users::table.select(users::name).load(&mut conn).unwrap()
    })
    .await
    .unwrap()
}

pub async fn count(conn: &mut AsyncPgConnection) -> i64 {
    users::table.count().get_result(conn).await.unwrap()
}

pub async fn visits(client: &redis::Client) -> redis::RedisResult<i64> {
    let mut conn = client.get_multiplexed_async_connection().await?;
    redis::cmd("INCR").arg("visits").query_async(&mut conn).await
}

pub fn plain(conn: &mut PgConnection) -> i64 {
    users::table.count().get_result(conn).unwrap()
}
