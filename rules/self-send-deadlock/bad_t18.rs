//! An actor that awaits room in its own full mailbox waits for itself; it is right to try, and to do without.

use tokio::sync::mpsc::{self, Receiver, Sender};

pub enum Task {
    Scan { folder: String, depth: u8 },
    Stop,
}

struct Scanner {
    inbox: Receiver<Task>,
    own: Sender<Task>,
}

impl Scanner {
    async fn run(mut self) {
        while let Some(task) = self.inbox.recv().await {
            match task {
                Task::Scan { folder, depth } => self.scan(&folder, depth).await,
                Task::Stop => break,
            }
        }
    }

    async fn scan(&self, folder: &str, depth: u8) {
        for name in ["left", "right"].iter().take(usize::from(depth)) {
            let deeper = Task::Scan { folder: format!("{folder}/{name}"), depth: depth - 1 };
            if self.own.send(deeper).await.is_err() { //~ self-send-deadlock
                println!("{folder}/{name} is left out");
            }
        }
    }
}

pub async fn scan(roots: [String; 2]) {
    let (tasks, inbox) = mpsc::channel(16);
    let scanner = tokio::spawn(Scanner { inbox, own: tasks.clone() }.run());
    for folder in roots {
        if tasks.send(Task::Scan { folder, depth: 3 }).await.is_err() {
            break;
        }
    }
    if tasks.send(Task::Stop).await.is_err() {
        println!("stopped before");
    }
    if let Err(error) = scanner.await {
        println!("{error}");
    }
}
