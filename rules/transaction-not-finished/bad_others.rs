//! Other libraries.

use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, DbErr, Set};

pub async fn with_sea_orm(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin().await?; //~ transaction-not-finished
    user::ActiveModel { id: Set(1) }.insert(&txn).await?;
    Ok(())
}

pub async fn lent(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin().await?; //~ transaction-not-finished
    store(&txn).await
}

async fn store<C: ConnectionTrait>(conn: &C) -> Result<(), DbErr> {
    user::ActiveModel { id: Set(2) }.save(conn).await?;
    Ok(())
}

pub async fn with_deadpool(pool: &deadpool_postgres::Pool) -> Result<(), Box<dyn std::error::Error>> {
    let mut conn = pool.get().await?;
    let tx = conn.transaction().await?; //~ transaction-not-finished
    tx.execute("INSERT INTO users VALUES (1)", &[]).await?;
    Ok(())
}

pub async fn with_tokio_postgres(client: &mut tokio_postgres::Client) -> Result<(), tokio_postgres::Error> {
    let tx = client.build_transaction().start().await?; //~ transaction-not-finished
    tx.batch_execute("UPDATE users SET seen = true").await?;
    Ok(())
}

pub async fn with_mysql(pool: &mysql_async::Pool) -> Result<(), mysql_async::Error> {
    let mut tx = pool.start_transaction(Default::default()).await?; //~ transaction-not-finished
    tx.query_drop("DELETE FROM users").await?;
    Ok(())
}

pub fn with_rusqlite(conn: &mut rusqlite::Connection) -> rusqlite::Result<()> {
    let tx = conn.transaction()?; //~ transaction-not-finished
    tx.execute("INSERT INTO users VALUES (1)", [])?;
    Ok(())
}

pub fn prepared(conn: &mut rusqlite::Connection, ids: &[i64]) -> rusqlite::Result<()> {
    let tx = conn.transaction()?; //~ transaction-not-finished
    let mut add = tx.prepare("INSERT INTO users VALUES (?)")?;
    for id in ids {
        add.execute([id])?;
    }
    Ok(())
}

pub fn with_postgres(client: &mut postgres::Client) -> Result<(), postgres::Error> {
    let mut tx = client.transaction()?; //~ transaction-not-finished
    tx.execute("INSERT INTO users VALUES (1)", &[])?;
    Ok(())
}
