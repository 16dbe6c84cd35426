use tokio::sync::mpsc::Sender;

pub struct Event(pub u64);

pub fn publish(tx: &Sender<Event>, event: Event) {
    if let Err(error) = tx.try_send(event) {
        eprintln!("an event is dropped: {error}");
    }
}
