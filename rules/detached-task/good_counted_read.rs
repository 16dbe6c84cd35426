use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{ChildStderr, Command};

// The task ends when the process writes no more.
pub async fn connect() {
    let mut child = Command::new("ssh").spawn().unwrap();
    let stderr = child.stderr.take().unwrap();
    let tail = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn(relay(stderr, tail.clone()));
    println!("{:?}", tail.lock().unwrap());
}

async fn relay(stderr: ChildStderr, tail: Arc<Mutex<Vec<String>>>) {
    let mut reader = BufReader::new(stderr);
    let mut line = String::new();
    while reader.read_line(&mut line).await.unwrap_or(0) > 0 {
        tail.lock().unwrap().push(line.trim_end().to_string());
        line.clear();
    }
}
