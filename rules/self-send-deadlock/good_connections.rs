//! Connections in a channel with room for all of them: whoever takes one puts it back, or what went wrong with it.

use tokio::sync::mpsc;

pub struct Connection(Vec<u8>);

pub struct Pool {
    sender: mpsc::Sender<Result<Connection, String>>,
    receiver: mpsc::Receiver<Result<Connection, String>>,
}

impl Pool {
    pub fn new(connections: Vec<Connection>) -> Self {
        let size = connections.len();
        let (sender, receiver) = mpsc::channel(size);
        for connection in connections {
            sender.try_send(Ok(connection)).expect("there is room for all");
        }
        Self { sender, receiver }
    }

    pub async fn write(&mut self, bytes: Vec<u8>) -> Result<(), String> {
        match self.receiver.recv().await {
            Some(Ok(mut connection)) => {
                connection.0.extend(bytes);
                let _ = self.sender.send(Ok(connection)).await;
                Ok(())
            }
            Some(Err(error)) => {
                let _ = self.sender.send(Err(error)).await;
                Err("a connection is broken".to_owned())
            }
            None => unreachable!("a sender lies beside it"),
        }
    }
}

pub async fn write_all(pool: &mut Pool, rows: Vec<Vec<u8>>) -> Result<(), String> {
    for row in rows {
        pool.write(row).await?;
    }
    Ok(())
}

async fn write_while_there_is_something(pool: &mut Pool, mut rows: mpsc::Receiver<Vec<u8>>) -> Result<(), String> {
    while let Some(row) = rows.recv().await {
        pool.write(row).await?;
    }
    Ok(())
}

fn main() {}
