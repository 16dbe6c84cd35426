//! The question for a runtime is asked, and the way that parks is taken all the same.

use tokio::runtime::Handle;
use tokio::sync::oneshot;

fn by_match(rx: oneshot::Receiver<u32>) -> u32 {
    match Handle::try_current() {
        Ok(_runtime) => rx.blocking_recv().unwrap_or_default(),
        Err(_) => 0,
    }
}

fn by_if(rx: oneshot::Receiver<u32>) -> u32 {
    if let Ok(_runtime) = Handle::try_current() {
        println!("in a runtime");
    }
    rx.blocking_recv().unwrap_or_default()
}

fn by_question(rx: oneshot::Receiver<u32>) -> u32 {
    if Handle::try_current().is_ok() { rx.blocking_recv().unwrap_or_default() } else { 0 }
}

pub async fn all(parts: [oneshot::Receiver<u32>; 3]) -> u32 {
    let [one, two, three] = parts;
    by_match(one) //~ blocking-channel-in-async
        + by_if(two) //~ blocking-channel-in-async
        + by_question(three) //~ blocking-channel-in-async
}
