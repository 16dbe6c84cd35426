//! The function that takes the next message gives up at the first loss, and the loop with it.

use std::ops::ControlFlow;
use tokio::sync::broadcast;

pub async fn follow(mut news: broadcast::Receiver<u8>) {
    loop { //~ broadcast-lag-unhandled
        if next(&mut news).await.is_break() {
            break;
        }
    }
}

async fn next(news: &mut broadcast::Receiver<u8>) -> ControlFlow<()> {
    let Ok(one) = news.recv().await else { return ControlFlow::Break(()) };
    println!("{one}");
    ControlFlow::Continue(())
}
