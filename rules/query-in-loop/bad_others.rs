//! Other libraries.

use diesel::prelude::*;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};

pub async fn with_sea_orm(db: &DatabaseConnection, ids: Vec<i32>) -> Result<(), DbErr> {
    for id in ids {
        user::Entity::find_by_id(id).one(db).await?; //~ query-in-loop
    }
    Ok(())
}

pub async fn with_postgres(client: &deadpool_postgres::Client, ids: &[i64]) -> Result<(), tokio_postgres::Error> {
    for id in ids {
        client.query_one("SELECT * FROM users WHERE id = $1", &[id]).await?; //~ query-in-loop
    }
    Ok(())
}

pub fn with_diesel(conn: &mut diesel::PgConnection, ids: Vec<i32>) -> QueryResult<()> {
    for id in ids {
        users::table.find(id).first::<User>(conn)?; //~ query-in-loop
    }
    Ok(())
}

pub async fn with_redis(conn: &mut redis::aio::MultiplexedConnection, keys: Vec<String>) -> redis::RedisResult<()> {
    for key in keys {
        redis::cmd("DEL").arg(key).query_async::<()>(conn).await?; //~ query-in-loop
    }
    Ok(())
}

pub async fn with_mongodb(users: &mongodb::Collection<User>, ids: Vec<u32>) -> mongodb::error::Result<()> {
    for id in ids {
        users.delete_one(by_id(id)).await?; //~ query-in-loop
    }
    Ok(())
}

pub async fn with_mysql(conn: &mut mysql_async::Conn, ids: Vec<u32>) -> Result<(), mysql_async::Error> {
    for id in ids {
        conn.exec_drop("DELETE FROM users WHERE id = ?", (id,)).await?; //~ query-in-loop
    }
    Ok(())
}
