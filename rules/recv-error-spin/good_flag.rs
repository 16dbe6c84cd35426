//! The arm of the end calls a method that sets what the next round asks first.

use futures::StreamExt;
use futures::channel::mpsc::Receiver;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Listener {
    commands: Receiver<u32>,
    events: VecDeque<u32>,
    closed: bool,
}

impl Listener {
    fn close(&mut self) {
        self.closed = true;
    }

    pub fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u32>> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Poll::Ready(Some(event));
            }
            if self.closed {
                return Poll::Ready(None);
            }
            let command = match self.commands.poll_next_unpin(cx) {
                Poll::Ready(Some(command)) => command,
                Poll::Ready(None) => {
                    self.close();
                    continue;
                }
                Poll::Pending => return Poll::Pending,
            };
            self.events.push_back(command);
        }
    }
}
