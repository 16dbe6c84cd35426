// Collections that a loop fills, and that something keeps small or waits for.
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

// Collected for what comes after the loop.
async fn collect(mut rx: Receiver<u32>) -> Vec<u32> {
    let mut all = Vec::new();
    while let Some(n) = rx.recv().await {
        all.push(n);
    }
    all
}

async fn sum(mut rx: Receiver<u32>) {
    let mut all = Vec::new();
    while let Some(n) = rx.recv().await {
        all.push(n);
    }
    println!("{}", all.iter().sum::<u32>());
}

async fn batches(mut rx: Receiver<u32>) {
    let mut batch = Vec::new();
    while let Some(n) = rx.recv().await {
        batch.push(n);
        if n % 64 == 0 {
            flush(&mut batch).await;
        }
    }
}

async fn flush(batch: &mut Vec<u32>) {
    batch.clear();
}

async fn replaced(mut rx: Receiver<Option<u32>>) {
    let mut batch = Vec::new();
    while let Some(n) = rx.recv().await {
        match n {
            Some(n) => batch.push(n),
            None => batch = Vec::new(),
        }
    }
}

async fn with_a_limit(mut rx: Receiver<u32>) {
    let mut all = Vec::new();
    while let Some(n) = rx.recv().await {
        all.push(n);
        if all.len() > 100 {
            return;
        }
    }
}

async fn new_in_each_round(mut rx: Receiver<Vec<u32>>) {
    while let Some(list) = rx.recv().await {
        let mut doubled = Vec::new();
        for n in list {
            doubled.push(n * 2);
        }
        println!("{doubled:?}");
    }
}

// Only so many names.
async fn fixed(mut rx: Receiver<u32>) {
    let mut kinds = HashSet::new();
    while let Some(n) = rx.recv().await {
        let _ = n;
        kinds.insert("number");
    }
}

async fn lines(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).await? > 0 {
        println!("{line}");
        line.clear();
    }
    Ok(())
}

// Somebody else takes them out.
struct Shared {
    waiting: Arc<Mutex<Vec<u32>>>,
    rx: Receiver<u32>,
}

impl Shared {
    async fn fill(mut self) {
        while let Some(n) = self.rx.recv().await {
            self.waiting.lock().unwrap().push(n);
        }
    }
}

fn empty(shared: &Shared) -> Vec<u32> {
    std::mem::take(&mut *shared.waiting.lock().unwrap())
}

// A phase that ends with a result: as many as there are tests.
async fn report(mut rx: Receiver<u32>) -> bool {
    let mut reported = HashSet::new();
    while let Some(test) = rx.recv().await {
        if reported.insert(test) {
            println!("{test}");
        }
    }
    println!("done");
    true
}
