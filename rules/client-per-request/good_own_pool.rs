//! A pool of the program's own: a client is made only when no idle one is left, and goes back when it is not needed.

use axum::{Router, extract::State, routing::get};
use std::sync::{Arc, Mutex};
use tokio_postgres::{Client, NoTls};

#[derive(Clone)]
pub struct Pool {
    idle: Arc<Mutex<Vec<Client>>>,
}

pub struct Lent {
    client: Option<Client>,
    idle: Arc<Mutex<Vec<Client>>>,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            self.idle.lock().unwrap().push(client);
        }
    }
}

impl Pool {
    pub async fn get(&self) -> Lent {
        if let Some(client) = self.idle.lock().unwrap().pop() {
            return Lent { client: Some(client), idle: self.idle.clone() };
        }
        Lent { client: Some(connect("host=db").await.unwrap()), idle: self.idle.clone() }
    }
}

async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    drop(tokio::spawn(connection));
    Ok(client)
}

async fn list(State(pool): State<Pool>) -> String {
    let lent = pool.get().await;
    format!("{:?}", lent.client.as_ref().map(Client::is_closed))
}

pub fn app(pool: Pool) -> Router {
    Router::new().route("/", get(list)).with_state(pool)
}
