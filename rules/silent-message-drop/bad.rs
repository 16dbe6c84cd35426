use tokio::sync::mpsc::Sender;

pub struct Event(pub u64);

pub fn publish(tx: &Sender<Event>, event: Event) {
    let _ = tx.try_send(event); //~ silent-message-drop
}
