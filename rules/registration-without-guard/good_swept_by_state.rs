use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

pub enum State {
    Open(oneshot::Sender<u32>),
    Closed,
}

pub struct Connection {
    channels: Arc<Mutex<HashMap<u32, State>>>,
}

fn pump(state: &mut State) -> Result<(), String> {
    match state {
        State::Open(_) => Err("broken".to_owned()),
        State::Closed => Ok(()),
    }
}

// What is taken out is what has been closed, whenever that was: the new one is to stay.
pub fn open(connection: &Connection, id: u32, port: oneshot::Sender<u32>) -> Result<(), String> {
    let mut channels = connection.channels.lock().unwrap();
    channels.insert(id, State::Open(port));
    for state in channels.values_mut() {
        pump(state)?;
    }
    channels.retain(|_, state| !matches!(state, State::Closed));
    Ok(())
}
