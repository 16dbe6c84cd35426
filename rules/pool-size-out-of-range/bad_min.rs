use bb8::{ManageConnection, Pool};
use r2d2::Pool as ThreadPool;

pub async fn open<M: ManageConnection>(manager: M) -> Pool<M> {
    Pool::builder()
        .max_size(4) //~ pool-size-out-of-range
        .min_idle(Some(8))
        .build(manager)
        .await
        .unwrap()
}

pub fn none<M: r2d2::ManageConnection>(manager: M) -> ThreadPool<M> {
    let builder = ThreadPool::builder().max_size(0); //~ pool-size-out-of-range
    builder.build(manager).unwrap()
}
