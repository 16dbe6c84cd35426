use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

pub struct Connection {
    channels: Arc<Mutex<HashMap<u32, oneshot::Sender<u32>>>>,
}

fn pump(port: &oneshot::Sender<u32>) -> Result<(), String> {
    if port.is_closed() { Err("broken".to_owned()) } else { Ok(()) }
}

// The key says which one: this takes out what went in above.
pub fn ask(connection: &Connection, id: u32, port: oneshot::Sender<u32>) -> Result<(), String> {
    connection.channels.lock().unwrap().insert(id, port); //~ registration-without-guard
    for port in connection.channels.lock().unwrap().values() {
        pump(port)?;
    }
    connection.channels.lock().unwrap().retain(|known, _| *known != id);
    Ok(())
}
