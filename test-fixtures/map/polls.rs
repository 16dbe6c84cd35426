//! Loops in a `poll`: over pinned fields of what `project()` gives, over streams of the program's own, over a timer.

use futures::Stream;
use pin_project_lite::pin_project;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::Sleep;

pin_project! {
    pub struct Drain<S> {
        #[pin]
        items: S,
        count: u64,
    }
}

impl<S: Stream> Future for Drain<S> {
    type Output = u64;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u64> {
        let mut this = self.project();
        while let Some(_) = ready!(this.items.as_mut().poll_next(cx)) { //= loop source=stream form=poll on_close=exits
            *this.count += 1;
        }
        Poll::Ready(*this.count)
    }
}

#[pin_project::pin_project]
pub struct Ticks {
    #[pin]
    timer: Sleep,
    period: Duration,
}

impl Stream for Ticks {
    type Item = ();

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<()>> {
        let mut this = self.project();
        loop { //= loop source=interval form=poll on_close=n/a
            ready!(this.timer.as_mut().poll(cx));
            let next = this.timer.deadline() + *this.period;
            this.timer.as_mut().reset(next);
            println!("tick");
        }
    }
}

pub struct Inbox {
    queue: VecDeque<u8>,
}

impl Stream for Inbox {
    type Item = u8;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u8>> {
        match self.queue.pop_front() {
            Some(item) => Poll::Ready(Some(item)),
            None => Poll::Pending,
        }
    }
}

pub struct Mailbox {
    inbox: Inbox,
}

impl Future for Mailbox {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        loop { //= loop source=stream form=poll on_close=exits
            match Pin::new(&mut this.inbox).poll_next(cx) {
                Poll::Ready(Some(item)) => println!("{item}"),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

// No loop over something that comes: it tries as often as it may.
pub struct Attempts {
    left: u8,
}

impl Attempts {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Option<u8>> {
        self.left = self.left.saturating_sub(1);
        Poll::Ready((self.left > 0).then_some(self.left))
    }

    pub fn poll_all(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while let Poll::Ready(Some(left)) = self.poll_next(cx) { //= no-loop
            println!("{left}");
        }
        Poll::Ready(())
    }
}

/// A type that is not known: the trait of the method is imported.
pub struct Peer {
    server: dht::Server,
}

impl Peer {
    pub fn poll_all(&mut self, cx: &mut Context<'_>) {
        while let Poll::Ready(Some(request)) = Pin::new(&mut self.server).poll_next(cx) { //= loop source=stream form=poll on_close=exits
            println!("{request}");
        }
    }
}

pub struct Until {
    numbers: futures::stream::BoxStream<'static, u8>,
}

impl Future for Until {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop { //= loop source=stream form=poll on_close=spins
            match self.numbers.as_mut().poll_next(cx) {
                Poll::Ready(Some(3)) => return Poll::Ready(()),
                Poll::Ready(_) => {}
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

pub fn start(mailbox: Mailbox) {
    tokio::spawn(mailbox); //= task body=loop-exits stoppable=true
}
