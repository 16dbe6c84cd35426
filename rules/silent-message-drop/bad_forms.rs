// Other crates, and other ways not to look.
pub fn std(tx: &std::sync::mpsc::SyncSender<String>) {
    tx.try_send(String::new()).ok(); //~ silent-message-drop
}

pub fn crossbeam(tx: crossbeam_channel::Sender<u32>) {
    if tx.try_send(1).is_err() {} //~ silent-message-drop
}

pub fn kanal_drops(tx: kanal::Sender<String>) {
    let _ = tx.try_send(String::new()); //~ silent-message-drop
}

pub async fn flume(tx: flume::Sender<u32>) {
    match tx.try_send(1) { //~ silent-message-drop
        Ok(()) => {}
        Err(_) => {}
    }
}
