//! Loops that another iterator, another crate or a pinned `self` stands in front of.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::sync::mpsc;

// All that a receiver gives, without a keyword.

pub fn written(lines: crossbeam_channel::Receiver<String>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || { //= task body=loop-exits exit=channel-closed stoppable=true
        lines.into_iter().for_each(|line| println!("{line}")); //= loop source=crossbeam form=stream-combinator on_close=exits
    })
}

pub fn checked(lines: std::sync::mpsc::Receiver<String>) -> std::thread::JoinHandle<Result<(), String>> {
    std::thread::spawn(move || { //= task body=loop-exits
        lines.iter().map(|line| line + "!").try_for_each(|line| if line.len() > 80 { Err(line) } else { Ok(()) }) //= loop source=std-mpsc on_close=exits
    })
}

pub fn longer(lines: std::sync::mpsc::Receiver<String>) {
    for line in lines.iter().filter(|line| line.len() > 3) { //= loop source=std-mpsc form=for on_close=exits
        println!("{line}");
    }
}

pub fn counted(numbers: Vec<u8>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || { //= task body=finite
        numbers.into_iter().for_each(|number| println!("{number}"));
    })
}

// An iterator of one's own that receives.

pub struct Subscription {
    messages: crossbeam_channel::Receiver<u8>,
}

impl Subscription {
    pub fn next(&self) -> Option<u8> {
        self.messages.recv().ok()
    }

    pub fn follow(self) -> std::thread::JoinHandle<()> {
        std::thread::spawn(move || { //= task body=loop-exits exit=channel-closed
            for message in &self { //= loop source=crossbeam form=for on_close=exits
                println!("{message}");
            }
        })
    }
}

pub struct Messages<'a> {
    of: &'a Subscription,
}

impl Iterator for Messages<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.of.next()
    }
}

impl<'a> IntoIterator for &'a Subscription {
    type Item = u8;
    type IntoIter = Messages<'a>;

    fn into_iter(self) -> Messages<'a> {
        Messages { of: self }
    }
}

// A crate that gives another one on.

pub mod drawn {
    use facade::crossbeam_channel::{Receiver, bounded};
    use facade::tokio;

    pub fn start() {
        let (lines, drawn) = bounded::<String>(8);
        std::thread::spawn(move || draw(&drawn)); //= task body=loop-exits exit=channel-closed
        tokio::spawn(async move { lines.send(String::new()) }); //= task fate=dropped
    }

    fn draw(lines: &Receiver<String>) {
        while let Ok(line) = lines.recv() { //= loop source=crossbeam on_close=exits
            println!("{line}");
        }
    }
}

// `self` behind a pin, under another name.

pub struct Session {
    messages: mpsc::Receiver<u8>,
}

impl Future for Session {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        loop { //= loop source=mpsc form=poll on_close=exits
            match ready!(this.messages.poll_recv(cx)) {
                Some(message) => println!("{message}"),
                None => return Poll::Ready(()),
            }
        }
    }
}

#[pin_project::pin_project]
pub struct Connection<S> {
    #[pin]
    frames: S,
}

impl<S: futures::TryStream<Ok = u8, Error = ()>> Future for Connection<S> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop { //= loop source=stream form=poll on_close=exits
            match self.as_mut().project().frames.try_poll_next(cx) {
                Poll::Ready(Some(frame)) => drop(frame),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

pub fn serve(session: Session) -> tokio::task::JoinHandle<()> {
    tokio::spawn(session) //= task body=loop-exits
}

// A block that another crate's function is given, and runs.

tokio::task_local! {
    static NUMBER: u8;
}

pub fn scoped(mut numbers: tokio::sync::mpsc::Receiver<u8>) {
    tokio::spawn(async move { //= task body=loop-exits verdict=detached
        NUMBER
            .scope(1, async {
                while let Some(number) = numbers.recv().await { //= loop on_close=exits
                    println!("{number}");
                }
            })
            .await;
    });
}

// A wait in a block that is awaited in place.

pub fn in_place(mut numbers: mpsc::Receiver<u8>) {
    tokio::spawn(async move { //= task body=loop-exits
        loop { //= loop source=mpsc form=loop-select on_close=exits
            let done: Result<(), ()> = async {
                tokio::select! {
                    number = numbers.recv() => match number {
                        Some(number) => println!("{number}"),
                        None => return Err(()),
                    },
                    () = tokio::time::sleep(std::time::Duration::from_secs(1)) => println!("still here"),
                }
                Ok(())
            }
            .await;
            if done.is_err() {
                break;
            }
        }
    });
}

// A stream that only its extension trait names, and a function that is only called like a poll.

pub struct Socket<S> {
    frames: S,
}

impl<S: futures::StreamExt<Item = u8> + Unpin> Socket<S> {
    pub async fn run(mut self) {
        while let Some(frame) = self.frames.next().await { //= loop source=stream on_close=exits
            println!("{frame}");
        }
    }
}

pub struct Queue {
    numbers: std::sync::mpsc::Receiver<u8>,
}

impl Queue {
    pub fn poll_messages(&mut self) {
        loop { //= loop source=std-mpsc form=loop-match on_close=exits
            match self.numbers.recv() {
                Ok(number) => println!("{number}"),
                Err(_) => break,
            }
        }
    }
}
