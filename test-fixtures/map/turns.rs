//! Loops that take turns by calling: what the call leaves in a field decides.

use futures::StreamExt;
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

fn main() {}
