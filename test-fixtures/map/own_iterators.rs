//! Iterators and receivers of the workspace's own around a channel.

use std::sync::mpsc::Receiver;
use tokio::sync::mpsc;

pub struct Subscription {
    messages: Receiver<u8>,
}

impl Subscription {
    pub fn next(&self) -> Option<u8> {
        loop { //= loop source=std-mpsc on_close=exits
            return match self.messages.recv().ok() {
                Some(message) => {
                    if message == 0 {
                        continue;
                    }
                    Some(message)
                }
                None => None,
            };
        }
    }

    pub fn iter(&self) -> Iter<'_> {
        Iter { of: self }
    }
}

pub struct Iter<'a> {
    of: &'a Subscription,
}

impl Iterator for Iter<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.of.next()
    }
}

impl<'a> IntoIterator for &'a Subscription {
    type Item = u8;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

pub fn by_reference(subscription: Subscription) {
    std::thread::spawn(move || { //= task body=loop-exits
        for message in &subscription { //= loop source=std-mpsc form=for on_close=exits
            println!("{message}");
        }
    });
}

pub fn by_method(subscription: Subscription) {
    for message in subscription.iter() { //= loop source=std-mpsc form=for on_close=exits
        println!("{message}");
    }
}

pub fn one_by_one(subscription: Subscription) {
    while let Some(message) = subscription.next() { //= loop source=std-mpsc form=while-let on_close=exits
        println!("{message}");
    }
}

pub struct Requests {
    inbox: mpsc::UnboundedReceiver<u32>,
}

impl Requests {
    async fn recv(&mut self) -> Option<u32> {
        self.inbox.recv().await
    }
}

pub async fn answer(mut requests: Requests) {
    let mut ticks = tokio::time::interval(std::time::Duration::from_secs(1));
    loop { //= loop source=mpsc form=loop-select on_close=ignored
        tokio::select! {
            Some(request) = requests.recv() => println!("{request}"),
            _ = ticks.tick() => println!("tick"),
        }
    }
}
