//! One arm of a `match` leaves, and of the other the type is not known: the code behind it runs.

use futures::StreamExt;
use tokio::io::AsyncRead;
use tokio::sync::mpsc;
use tokio_util::codec::{FramedRead, LinesCodec};
use tracing::Span;

pub async fn run<T: AsyncRead + Unpin>(
    mut lines: FramedRead<T, LinesCodec>,
    out: mpsc::Sender<String>,
) -> Result<(), String> {
    loop {
        let line = match lines.next().await {
            Some(Ok(line)) => line,
            _ => return Ok(()),
        };
        match line.as_str() {
            "close" => {
                let span = Span::current();
                let _enter = span.enter(); //~ entered-span-across-await
                if !out.is_closed() {
                    out.send(line).await.map_err(|e| e.to_string())?;
                }
            }
            _ => {}
        }
    }
}
