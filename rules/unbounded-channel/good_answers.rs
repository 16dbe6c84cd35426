//! Ports for one answer, commands that are passed on, ticks: none of it comes as fast as the outside likes.

use flume::{Receiver, Sender};
use std::time::Duration;
use tokio::sync::mpsc;

pub enum Command {
    Watch(String, Sender<Result<(), String>>),
    List(Sender<String>),
    Stop,
}

pub struct Watcher {
    commands: Sender<Command>,
}

impl Watcher {
    /// The answer comes through a channel that is made for it.
    pub fn watch(&self, path: String) -> Result<(), String> {
        let (answer, answers) = flume::unbounded();
        self.commands.send(Command::Watch(path, answer)).map_err(|error| error.to_string())?;
        answers.recv().map_err(|error| error.to_string())?
    }

    pub fn list(&self) -> Vec<String> {
        let (answer, answers) = flume::unbounded();
        if self.commands.send(Command::List(answer)).is_err() {
            return Vec::new();
        }
        answers.recv().into_iter().collect()
    }
}

pub fn serve(commands: Receiver<Command>) {
    while let Ok(command) = commands.recv() {
        match command {
            Command::Watch(path, answer) => {
                let _ = answer.send(if path.is_empty() { Err(path) } else { Ok(()) });
            }
            Command::List(answer) => {
                let _ = answer.send(String::from("all"));
            }
            Command::Stop => break,
        }
    }
}

pub enum Part {
    Reload(u32),
    Stop,
}

/// Who is told of commands is sent no more than there are commands.
pub async fn relay(mut commands: mpsc::Receiver<Part>) {
    let (parts, mut own) = mpsc::unbounded_channel();
    let worker = tokio::spawn(async move {
        while let Some(part) = own.recv().await {
            match part {
                Part::Reload(version) => println!("{version}"),
                Part::Stop => break,
            }
        }
    });
    while let Some(command) = commands.recv().await {
        match command {
            Part::Reload(version) => {
                let _ = parts.send(Part::Reload(version));
            }
            Part::Stop => break,
        }
    }
    let _ = worker.await;
}

/// A tick every now and then.
pub async fn ticks(mut stop: tokio::sync::oneshot::Receiver<()>, mut lines: mpsc::Receiver<String>) {
    let (flush, mut flushes) = mpsc::unbounded_channel();
    let worker = tokio::spawn(async move {
        while let Some(()) = flushes.recv().await {
            println!("flushed");
        }
    });
    let mut interval = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            line = lines.recv() => {
                let Some(line) = line else { break };
                println!("{line}");
            }
            _ = interval.tick() => {
                let _ = flush.send(());
            }
            _ = &mut stop => break,
        }
    }
    drop(flush);
    let _ = worker.await;
}
