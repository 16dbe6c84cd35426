//! A pool of something that is no connection to a server.
use deadpool::managed::{Metrics, Pool, RecycleResult};

pub struct Scratch;

pub struct Makes;

impl deadpool::managed::Manager for Makes {
    type Type = Scratch;
    type Error = ();

    async fn create(&self) -> Result<Scratch, ()> {
        Ok(Scratch)
    }

    async fn recycle(&self, _: &mut Scratch, _: &Metrics) -> RecycleResult<()> {
        Ok(())
    }
}

pub fn pool() -> Pool<Makes> {
    Pool::builder(Makes).max_size(1000).build().unwrap()
}
