//! `for await` waits as `next().await` does: the thread goes on with other tasks.

use async_stream::stream;
use futures::Stream;
use tokio_stream::wrappers::ReceiverStream;

pub fn doubled(source: ReceiverStream<u64>) -> impl Stream<Item = u64> {
    stream! {
        for await number in source {
            yield number * 2;
        }
    }
}

pub async fn inside(parts: Vec<ReceiverStream<u64>>) -> impl Stream<Item = (usize, u64)> {
    stream! {
        for (place, part) in parts.into_iter().enumerate() {
            for await number in part {
                if number == 0 { continue }
                yield (place, number);
            }
        }
    }
}
