//! Loops that take turns by calling: what the call leaves in a field decides.

use futures::{StreamExt, TryStream, TryStreamExt};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

struct Queue {
    jobs: mpsc::Receiver<u32>,
    done: bool,
}

impl Queue {
    async fn turn(&mut self) {
        match self.jobs.recv().await {
            Some(job) => println!("{job}"),
            None => self.done = true,
        }
    }

    async fn turn_or_wait(&mut self) {
        tokio::select! {
            job = self.jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => self.done = true,
            },
            _ = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }

    async fn until_done(&mut self) {
        while !self.done { //= loop source=mpsc on_close=exits verdict=ok
            self.turn().await;
        }
    }

    async fn asks_in_the_loop(&mut self) {
        loop { //= loop source=mpsc on_close=exits verdict=ok
            if self.done {
                break;
            }
            self.turn().await;
        }
    }

    async fn asks_a_method(&mut self) {
        while self.has_more() { //= loop source=mpsc on_close=exits verdict=ok
            self.turn_or_wait().await;
        }
    }

    fn has_more(&self) -> bool {
        !self.done
    }
}

async fn step(queue: &mut Queue) {
    match queue.jobs.recv().await {
        Some(job) => println!("{job}"),
        None => queue.done = true,
    }
}

async fn a_function_leaves_it(mut queue: Queue) {
    while !queue.done { //= loop source=mpsc on_close=exits verdict=ok
        step(&mut queue).await;
    }
}

async fn complete(mut jobs: futures::channel::mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=exits verdict=ok
        futures::select! {
            job = jobs.select_next_some() => println!("{job}"),
            complete => break,
        }
    }
}

async fn a_default_is_no_end(mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=spins verdict=spins
        let job = jobs.recv().await.unwrap_or_default();
        println!("{job}");
    }
}

fn steps(job: u32) -> Vec<u32> {
    vec![job, job + 1]
}

async fn nothing_to_do(mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=spins verdict=spins
        let steps = match jobs.recv().await {
            Some(job) => steps(job),
            None => Vec::new(),
        };
        for step in steps {
            if step == 7 {
                return;
            }
        }
    }
}

async fn nothing_to_do_is_the_end(mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=exits verdict=ok
        let mut steps = Vec::new();
        if let Some(job) = jobs.recv().await {
            steps.push(job);
        }
        if steps.is_empty() {
            return;
        }
        println!("{steps:?}");
    }
}

async fn asks_of_a_message(mut jobs: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=spins verdict=spins
        let job = jobs.recv().await;
        if job.is_some_and(|job| job == 7) {
            break;
        }
    }
}

async fn batches(mut jobs: mpsc::Receiver<u32>, stop: Arc<AtomicBool>) {
    let mut batch = Vec::new();
    loop { //= loop source=mpsc on_close=spins verdict=spins
        jobs.recv_many(&mut batch, 8).await;
        for job in batch.drain(..) {
            println!("{job}");
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
}

async fn batches_with_an_end(mut jobs: mpsc::Receiver<u32>) {
    let mut batch = Vec::new();
    loop { //= loop source=mpsc on_close=exits verdict=ok
        let taken = jobs.recv_many(&mut batch, 8).await;
        if taken < 1 {
            return;
        }
        batch.clear();
    }
}

async fn one_of_two(mut jobs: Option<mpsc::Receiver<u32>>, mut others: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=spins verdict=spins
        tokio::select! {
            job = async { match jobs.as_mut() { Some(jobs) => jobs.recv().await, None => std::future::pending().await } } => {
                if let Some(job) = job {
                    println!("{job}");
                }
            }
            other = others.recv() => match other {
                Some(other) => println!("{other}"),
                None => return,
            },
        }
    }
}

async fn one_of_two_is_let_go(mut jobs: Option<mpsc::Receiver<u32>>, mut others: mpsc::Receiver<u32>) {
    loop { //= loop source=mpsc on_close=exits verdict=ok
        tokio::select! {
            job = async { jobs.as_mut().unwrap().recv().await }, if jobs.is_some() => match job {
                Some(job) => println!("{job}"),
                None => {
                    jobs.take();
                }
            },
            other = others.recv() => match other {
                Some(other) => println!("{other}"),
                None => return,
            },
        }
    }
}

enum Command {
    Quit,
    Say(String),
}

struct Letter {
    command: Command,
    from: u32,
}

async fn told_in_a_field(mut letters: mpsc::Receiver<Letter>) {
    while let Some(letter) = letters.recv().await { //= loop source=mpsc on_close=exits exit_signal=true verdict=ok
        println!("from {}", letter.from);
        match letter.command {
            Command::Quit => break,
            Command::Say(text) => println!("{text}"),
        }
    }
}

async fn the_end_of_a_stream(mut lines: impl TryStream<Ok = String, Error = ()> + Unpin) -> Result<(), ()> {
    while let Some(line) = lines.try_next().await? { //= loop source=stream on_close=exits exit_signal=false verdict=ok
        println!("{line}");
    }
    Ok(())
}

/// A message that holds a sender of its own channel: it comes out, and goes.
enum Call {
    Say(String, Port),
    Stop(Port),
}

#[derive(Clone)]
struct Port {
    calls: mpsc::Sender<Call>,
}

struct WeakPort {
    calls: mpsc::WeakSender<Call>,
}

async fn answers(port: Port, mut calls: mpsc::Receiver<Call>) {
    let weak = WeakPort { calls: port.calls.downgrade() };
    drop(port);
    loop { //= loop source=mpsc on_close=exits verdict=ok
        match calls.recv().await {
            Some(Call::Say(text, from)) => println!("{text} {}", from.calls.is_closed()),
            Some(Call::Stop(_)) | None => break,
        }
        println!("{}", weak.calls.upgrade().is_some());
    }
}

fn starts_answers() -> Port {
    let (sender, calls) = mpsc::channel(8);
    let port = Port { calls: sender };
    tokio::spawn(answers(port.clone(), calls));
    port
}

fn main() {}
