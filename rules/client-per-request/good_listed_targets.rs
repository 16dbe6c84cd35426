//! One client for each of two literal targets, all of them kept.
use tokio_postgres::{Client, NoTls};
pub async fn clients() -> Vec<Client> {
    let mut all = vec![];
    for db in ["plain", "sharded"] {
        let (client, conn) = tokio_postgres::connect(&format!("host=127.0.0.1 dbname={db}"), NoTls).await.unwrap();
        drop(tokio::spawn(async move {
            if let Err(e) = conn.await {
                eprintln!("{e}");
            }
        }));
        all.push(client);
    }
    all
}

fn main() {}
