// What is only drained is waited for: nobody runs a service there.

use futures::{StreamExt, TryStreamExt};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

pub async fn shut_down<S>(pending: mpsc::Receiver<()>, frames: S)
where
    S: StreamExt<Item = Result<u8, std::io::Error>> + Unpin,
{
    let answered = ReceiverStream::new(pending).for_each(|()| async {});
    let gone = frames.try_for_each(|_| async { Ok(()) });
    tokio::select! {
        () = answered => {}
        ended = gone => println!("{ended:?}"),
    }
}
