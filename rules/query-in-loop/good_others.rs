//! Other libraries: a statement of its own each, one query for all, and a database in the same process, which is asked
//! without a round trip.

use diesel::prelude::*;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

pub async fn with_sea_orm(db: &DatabaseConnection, ids: Vec<i32>) -> Result<Vec<user::Model>, DbErr> {
    user::Entity::find().filter(user::Column::Id.is_in(ids)).all(db).await
}

pub async fn with_postgres(client: &tokio_postgres::Client, statements: &[String]) -> Result<(), tokio_postgres::Error> {
    for statement in statements {
        client.batch_execute(&statement.trim()).await?;
    }
    Ok(())
}

pub fn with_diesel(conns: &mut [diesel::PgConnection]) -> QueryResult<()> {
    for conn in conns {
        users::table.first::<User>(conn)?;
    }
    Ok(())
}

pub async fn with_redis(conn: &mut redis::aio::MultiplexedConnection, keys: Vec<String>) -> redis::RedisResult<()> {
    let mut pipe = redis::pipe();
    for key in keys {
        pipe.cmd("DEL").arg(key);
    }
    pipe.query_async::<()>(conn).await
}

pub fn with_rusqlite(conn: &rusqlite::Connection, ids: Vec<i32>) -> rusqlite::Result<()> {
    for id in ids {
        conn.execute("DELETE FROM users WHERE id = ?", [id])?;
    }
    Ok(())
}

// Each round is a statement of its own.
pub async fn reset(client: &tokio_postgres::Client, tables: &[Table]) -> Result<(), tokio_postgres::Error> {
    for table in tables {
        let statement = format!("SELECT setval('{}', 1)", table.name);
        client.batch_execute(&statement).await?;
    }
    Ok(())
}

// As many at a time as a statement may have.
pub async fn store(conn: &mut diesel_async::AsyncPgConnection, rows: &Rows) -> QueryResult<()> {
    for part in rows.write_chunks(500) {
        InsertQuery::new(&part).execute(conn).await?;
    }
    Ok(())
}
