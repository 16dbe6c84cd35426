//! A function of another crate gets the work together with what it may end with.

use std::future::Future;
use std::time::Duration;

pub fn spawn<A, Rc, F>(addr: &xtra::Address<A, Rc>, fut: F)
where
    Rc: xtra::refcount::RefCounter,
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(xtra::scoped(addr, fut));
}

pub fn start<A>(addr: &xtra::Address<A>, feed: String) {
    spawn(addr, async move {
        loop {
            println!("{feed}");
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
    });
}
