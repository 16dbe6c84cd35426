//! A future that is written by hand and never is ready.

use futures::{Stream, StreamExt};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

struct Printer {
    numbers: Pin<Box<dyn Stream<Item = u32> + Send>>,
}

impl Future for Printer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        while let Poll::Ready(Some(number)) = this.numbers.poll_next_unpin(cx) {
            println!("{number}");
        }
        Poll::Pending
    }
}

fn start(numbers: Pin<Box<dyn Stream<Item = u32> + Send>>) {
    tokio::spawn(Printer { numbers }); //~ detached-loop
}
