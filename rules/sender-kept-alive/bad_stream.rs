//! The stream is worked off here, and the sender is dropped behind it.

use futures::StreamExt;
use futures::channel::mpsc;

pub async fn print() {
    let (sender, receiver) = mpsc::unbounded::<u32>();
    let other = sender.clone();
    tokio::spawn(async move { other.unbounded_send(1) });
    receiver.for_each(|number| async move { println!("{number}") }).await; //~ sender-kept-alive
    drop(sender);
}
