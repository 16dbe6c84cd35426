//! Other libraries, as it is meant.

use diesel_async::AsyncConnection;
use sea_orm::{ActiveModelTrait, DatabaseConnection, DbErr, EntityTrait, Set, TransactionTrait};

pub async fn with_sea_orm(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin().await?;
    user::ActiveModel { id: Set(1) }.insert(&txn).await?;
    txn.commit().await
}

pub async fn by_closure(db: &DatabaseConnection) -> Result<(), DbErr> {
    let done = db.transaction(|txn| Box::pin(async move { user::ActiveModel { id: Set(1) }.insert(txn).await })).await?;
    println!("{done:?}");
    Ok(())
}

pub async fn reads(db: &DatabaseConnection) -> Result<Option<user::Model>, DbErr> {
    let txn = db.begin().await?;
    user::Entity::find_by_id(1).one(&txn).await
}

pub async fn with_deadpool(pool: &deadpool_postgres::Pool) -> Result<(), Box<dyn std::error::Error>> {
    let mut conn = pool.get().await?;
    let tx = conn.transaction().await?;
    tx.execute("INSERT INTO users VALUES (1)", &[]).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn with_diesel(pool: &diesel_async::pooled_connection::deadpool::Pool) -> Result<(), Error> {
    let mut conn = pool.get().await?;
    let count = conn
        .transaction(|conn| Box::pin(async move { conn.execute("INSERT INTO users VALUES (1)").await }))
        .await?;
    println!("{count}");
    Ok(())
}

pub fn with_rusqlite(conn: &mut rusqlite::Connection, ids: &[i64]) -> rusqlite::Result<()> {
    let tx = conn.transaction()?;
    {
        let mut add = tx.prepare("INSERT INTO users VALUES (?)")?;
        for id in ids {
            add.execute([id])?;
        }
    }
    tx.commit()
}

pub fn kept_when_dropped(conn: &mut rusqlite::Connection) -> rusqlite::Result<()> {
    let mut tx = conn.transaction()?;
    tx.set_drop_behavior(rusqlite::DropBehavior::Commit);
    tx.execute("INSERT INTO users VALUES (1)", [])?;
    Ok(())
}
