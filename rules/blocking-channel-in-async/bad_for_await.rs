//! A `for` in a stream that does not await.

use async_stream::stream;
use futures::Stream;
use std::sync::mpsc::Receiver;
use tokio_stream::wrappers::ReceiverStream;

pub fn doubled(source: Receiver<u64>, more: ReceiverStream<u64>) -> impl Stream<Item = u64> {
    stream! {
        for number in source { //~ blocking-channel-in-async
            yield number * 2;
        }
        for await number in more {
            yield number * 2;
        }
    }
}
