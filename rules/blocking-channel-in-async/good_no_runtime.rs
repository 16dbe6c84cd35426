//! The way that parks is for threads without a runtime.

use tokio::runtime::Handle;
use tokio::sync::oneshot;

fn get(rx: oneshot::Receiver<u32>) -> u32 {
    rx.blocking_recv().unwrap_or_default()
}

fn by_match(rx: oneshot::Receiver<u32>) -> u32 {
    match Handle::try_current() {
        Ok(_runtime) => tokio::task::block_in_place(|| get(rx)),
        Err(error) if error.is_missing_context() => get(rx),
        Err(error) => panic!("{error}"),
    }
}

fn by_if(rx: oneshot::Receiver<u32>) -> u32 {
    if let Ok(_runtime) = Handle::try_current() {
        return tokio::task::block_in_place(|| get(rx));
    }
    get(rx)
}

fn by_else(rx: oneshot::Receiver<u32>) -> u32 {
    let Ok(_runtime) = Handle::try_current() else { return get(rx) };
    tokio::task::block_in_place(|| get(rx))
}

fn by_question(rx: oneshot::Receiver<u32>) -> u32 {
    if Handle::try_current().is_err() { get(rx) } else { tokio::task::block_in_place(|| get(rx)) }
}

pub async fn all(parts: [oneshot::Receiver<u32>; 4]) -> u32 {
    let [one, two, three, four] = parts;
    by_match(one) + by_if(two) + by_else(three) + by_question(four)
}
