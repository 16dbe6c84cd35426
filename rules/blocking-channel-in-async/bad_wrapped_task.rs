//! A task of the runtime goes through the receiver.
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc;
use tokio::task::JoinSet;
use tracing::Instrument;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

pub fn data_plane(_threads: usize) -> mpsc::Sender<Work> {
    let (tx, rx) = mpsc::channel::<Work>();
    drop(tokio::spawn(
            async move {
            let mut set = JoinSet::new();
            let work: mpsc::Iter<Work> = rx.iter();
            for one in work { //~ blocking-channel-in-async
                set.spawn(one);
            }
            while set.join_next().await.is_some() {}
        }
        .in_current_span(),
    ));
    tx
}
