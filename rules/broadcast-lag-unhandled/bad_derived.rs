//! A newtype that gives all of what is in it by a derived `Deref`.
use derive_more::{Deref, DerefMut};
use tokio::sync::broadcast;

#[derive(Debug, Deref, DerefMut)]
pub struct Blocks(broadcast::Receiver<u64>);

pub async fn follow(mut blocks: Blocks) {
    while let Ok(block) = blocks.recv().await { //~ broadcast-lag-unhandled
        println!("{block}");
    }
}
