//! A thread of its own with a runtime of its own blocks on this future, in a span.
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc;
use tokio::task::JoinSet;
use tracing::Instrument;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

pub fn data_plane(threads: usize) -> mpsc::Sender<Work> {
    let (tx, rx) = mpsc::channel::<Work>();
    let _ = std::thread::Builder::new().name("data".into()).spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap();
        runtime.block_on(
            async move {
            let mut set = JoinSet::new();
            let work: mpsc::Iter<Work> = rx.iter();
            for one in work {
                set.spawn(one);
            }
            while set.join_next().await.is_some() {}
        }
        .in_current_span(),
        );
    });
    tx
}
