//! Databases whose calls park the thread.

use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};

pub async fn names(pool: &Pool<ConnectionManager<PgConnection>>) -> Vec<String> {
    let mut conn = pool.get().unwrap(); //~ blocking-io-in-async
    users::table.select(users::name).load(&mut conn).unwrap() //~ blocking-io-in-async
}

pub async fn count(conn: &mut PgConnection) -> i64 {
    users::table.count().get_result(conn).unwrap() //~ blocking-io-in-async
}

pub async fn visits(client: &redis::Client) -> redis::RedisResult<i64> {
    let mut conn = client.get_connection()?; //~ blocking-io-in-async
    redis::cmd("INCR").arg("visits").query(&mut conn) //~ blocking-io-in-async
}
