//! `continue` goes past the only wait of the loop, and the next round sees the same value.
use tokio::sync::watch;

#[derive(Clone, Default)]
pub struct Block {
    pub early: bool,
    pub number: u64,
    pub hash: Option<[u8; 32]>,
}

impl Block {
    fn is_early(&self) -> bool {
        self.early
    }
}

pub async fn follow(mut blocks: watch::Receiver<Block>) {
    loop { //~ busy-wait
        let block = blocks.borrow_and_update().clone();
        if block.is_early() {
            println!("not yet");
            continue;
        }
        println!("{}", block.number);
        if blocks.changed().await.is_err() {
            return;
        }
    }
}

pub async fn first(mut blocks: watch::Receiver<Option<Block>>) {
    loop { //~ busy-wait
        let Some(block) = blocks.borrow().clone() else { continue };
        println!("{}", block.number);
        tokio::select! {
            changed = blocks.changed() => if changed.is_err() { break },
            _ = tokio::signal::ctrl_c() => break,
        }
    }
}

pub async fn hashes(mut blocks: watch::Receiver<Block>) {
    'blocks: loop { //~ busy-wait
        let block = blocks.borrow().clone();
        let hash = block.hash;
        let Some(hash) = hash else { continue 'blocks };
        println!("{hash:?}");
        if blocks.changed().await.is_err() {
            break;
        }
    }
}
