//! Two maps come out of one block in one tuple: what is put into the one is not taken out of the other.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

type Owners = Arc<Mutex<HashMap<String, String>>>;
type Pending = Arc<Mutex<HashMap<String, oneshot::Sender<bool>>>>;

struct Connection {
    owners: Owners,
    pending: Pending, //= registry inserts=[{"file":"two_maps.rs","line":59}] removes=[{"file":"two_maps.rs","line":30}]
}

async fn serve(all: &Mutex<HashMap<u64, Connection>>, id: u64, session: String, permit: Option<bool>) -> io::Result<()> {
    let (owners, pending) = {
        let all = all.lock().unwrap();
        let one = all.get(&id).ok_or(io::ErrorKind::NotFound)?;
        (one.owners.clone(), one.pending.clone())
    };
    handle(&owners, &pending, session, permit).await
}

async fn handle(owners: &Owners, pending: &Pending, session: String, permit: Option<bool>) -> io::Result<()> {
    let answer: io::Result<()> = async {
        match permit {
            Some(permit) => {
                let mut pending = pending.lock().unwrap();
                if let Some(waiting) = pending.remove(&session) {
                    let _ = waiting.send(permit);
                    Ok(())
                } else {
                    Err(io::Error::other("nobody waits"))
                }
            }
            None => {
                let mut owners = owners.lock().unwrap();
                owners.insert(session.clone(), "me".to_owned());
                drop(owners);
                load(&session).await?;
                Ok(())
            }
        }
    }
    .await;
    answer
}

async fn load(session: &str) -> io::Result<()> {
    tokio::fs::read(session).await.map(drop)
}

fn forget(connection: &Connection, session: &str) {
    connection.owners.lock().unwrap().remove(session);
}

fn ask(connection: &Connection, session: String, answer: oneshot::Sender<bool>) {
    connection.pending.lock().unwrap().insert(session, answer);
}
