//! A key that stops it all is no service.

use crossterm::event::{Event, EventStream, KeyCode};
use futures::StreamExt;
use std::time::Duration;

async fn quit_key() {
    let mut events = EventStream::new();
    while let Some(Ok(event)) = events.next().await {
        if matches!(event, Event::Key(key) if key.code == KeyCode::Char('q')) {
            break;
        }
    }
}

pub async fn show(mut frames: std::vec::IntoIter<String>) -> std::io::Result<()> {
    let result = tokio::select! {
        result = async {
            loop {
                let part = frames.next().ok_or_else(|| std::io::Error::other("none"))?;
                println!("{part}");
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
            #[allow(unreachable_code)]
            Ok::<(), std::io::Error>(())
        } => result,
        _ = quit_key() => Ok(()),
        _ = tokio::signal::ctrl_c() => Ok(()),
    };
    result
}
