//! What a user types is no flood.

use crossterm::event::{Event, EventStream, KeyEvent};
use futures::{FutureExt, StreamExt};
use std::time::Duration;
use tokio::sync::mpsc;

pub enum Input {
    Tick,
    Key(KeyEvent),
}

pub fn listen() -> mpsc::UnboundedReceiver<Input> {
    let (tx, rx) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut reader = EventStream::new();
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        loop {
            let event = reader.next().fuse();
            tokio::select! {
                _ = ticks.tick() => {
                    if tx.send(Input::Tick).is_err() {
                        break;
                    }
                }
                Some(Ok(event)) = event => {
                    if let Event::Key(key) = event && tx.send(Input::Key(key)).is_err() {
                        break;
                    }
                }
            }
        }
    });
    rx
}
