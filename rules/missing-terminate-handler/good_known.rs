//! What a loop remembers, and what others are to know later, is nothing that its end loses.
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

#[derive(Default)]
pub struct Known {
    defaults: Mutex<HashMap<String, String>>,
    blocked: Mutex<HashMap<IpAddr, Duration>>,
}

impl Known {
    fn choose(&self, user: &str, agent: &str) {
        self.defaults.lock().unwrap().insert(user.to_owned(), agent.to_owned());
    }

    fn block(&self, address: IpAddr) {
        self.blocked.lock().unwrap().insert(address, Duration::from_secs(60));
    }

    fn forgive(&self, address: IpAddr) {
        self.blocked.lock().unwrap().remove(&address);
    }
}

// A setting of the user, and a limit for who was too fast.
pub async fn commands(known: Arc<Known>, user: String, address: IpAddr, mut lines: mpsc::Receiver<String>) {
    known.choose(&user, "default");
    known.block(address);
    while let Some(line) = lines.recv().await {
        println!("{user}: {line}");
    }
}

// A history that is sent along each time.
pub async fn chat(mut lines: mpsc::Receiver<String>, answers: mpsc::Sender<Vec<String>>) {
    let mut history = Vec::new();
    while let Some(line) = lines.recv().await {
        history.push(line);
        if history.len() > 100 {
            history.clear();
        }
        if answers.send(history.clone()).await.is_err() {
            return;
        }
    }
}

// What newcomers are to be told.
pub async fn replay(mut news: mpsc::Receiver<String>, mut peers: mpsc::Receiver<mpsc::Sender<String>>) {
    let mut so_far = Vec::new();
    loop {
        tokio::select! {
            line = news.recv() => match line {
                Some(line) => {
                    if so_far.len() < 100 {
                        so_far.push(line);
                    }
                }
                None => return,
            },
            Some(peer) = peers.recv() => {
                for line in &so_far {
                    let _ = peer.send(line.clone()).await;
                }
            }
        }
    }
}

// Keys that are typed one after the other, and thrown away.
pub async fn keys(mut typed: mpsc::Receiver<char>) -> usize {
    let mut digits = String::new();
    let mut times = 0;
    while let Some(key) = typed.recv().await {
        match key {
            'q' => break,
            '0'..='9' => digits.push(key),
            _ => {
                times += digits.parse::<usize>().unwrap_or(1);
                digits.clear();
            }
        }
    }
    times
}

// Whoever waits sees that the other end is gone.
pub async fn waiters(mut asked: mpsc::Receiver<oneshot::Sender<()>>, mut ready: mpsc::Receiver<()>) {
    let mut waiting = Vec::new();
    loop {
        tokio::select! {
            waiter = asked.recv() => match waiter {
                Some(waiter) => waiting.push(waiter),
                None => return,
            },
            Some(()) = ready.recv() => {
                for waiter in waiting.drain(..) {
                    let _ = waiter.send(());
                }
            }
        }
    }
}
