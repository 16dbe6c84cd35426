//! This one is ready when nothing more comes.

use futures::{Stream, StreamExt};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

struct Printer {
    numbers: Pin<Box<dyn Stream<Item = u32> + Send>>,
}

impl Future for Printer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        while let Some(number) = ready!(this.numbers.poll_next_unpin(cx)) {
            println!("{number}");
        }
        Poll::Ready(())
    }
}

fn start(numbers: Pin<Box<dyn Stream<Item = u32> + Send>>) {
    tokio::spawn(Printer { numbers });
}
