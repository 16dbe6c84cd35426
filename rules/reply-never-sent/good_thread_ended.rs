//! The sender tells that the thread has ended, and its drop tells the same.
use tokio::sync::oneshot;

fn open(name: &str) -> std::io::Result<std::fs::File> {
    std::fs::File::open(name)
}

fn tap(name: String, ready: std::sync::mpsc::Sender<std::io::Result<()>>, exit: oneshot::Sender<()>) {
    let file = match open(&name) {
        Err(e) => {
            ready.send(Err(e)).expect("channel closed");
            return;
        }
        Ok(file) => {
            ready.send(Ok(())).expect("channel closed");
            file
        }
    };
    println!("{:?}", file.metadata());
    let _ = exit.send(());
}

pub fn start(name: String) -> std::io::Result<oneshot::Receiver<()>> {
    let (ready_tx, ready) = std::sync::mpsc::channel();
    let (exit_tx, exit) = oneshot::channel();
    std::thread::spawn(move || tap(name, ready_tx, exit_tx));
    ready.recv().expect("channel closed")?;
    Ok(exit)
}
