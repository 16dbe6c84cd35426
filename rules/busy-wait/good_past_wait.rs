//! Each way round comes by a wait, or changes what is asked.
use std::collections::VecDeque;
use tokio::sync::watch;

#[derive(Clone, Default)]
pub struct Block {
    pub early: bool,
    pub number: u64,
}

pub async fn follow(mut blocks: watch::Receiver<Block>) {
    loop {
        let block = blocks.borrow_and_update().clone();
        if block.early {
            if blocks.changed().await.is_err() {
                return;
            }
            continue;
        }
        println!("{}", block.number);
        if blocks.changed().await.is_err() {
            return;
        }
    }
}

pub async fn wait_first(mut blocks: watch::Receiver<Option<Block>>) {
    loop {
        if blocks.changed().await.is_err() {
            return;
        }
        let Some(block) = blocks.borrow_and_update().clone() else { continue };
        println!("{}", block.number);
    }
}

// The list gets shorter with each round.
pub async fn in_order(mut waiting: VecDeque<Block>, blocks: watch::Receiver<Block>) {
    loop {
        let next = waiting.pop_front();
        let now = blocks.borrow().clone();
        let Some(next) = next else { return };
        if next.early {
            continue;
        }
        println!("{} {}", next.number, now.number);
        tokio::task::yield_now().await;
    }
}

pub async fn counted(mut blocks: watch::Receiver<Block>) {
    let mut tries = 0;
    loop {
        let block = blocks.borrow().clone();
        tries += 1;
        if block.early && tries < 10 {
            continue;
        }
        println!("{}", block.number);
        if blocks.changed().await.is_err() {
            return;
        }
    }
}

// Another loop's `continue`.
pub async fn nested(mut blocks: watch::Receiver<Vec<Block>>) {
    loop {
        let all = blocks.borrow_and_update().clone();
        for block in all {
            if block.early {
                continue;
            }
            println!("{}", block.number);
        }
        if blocks.changed().await.is_err() {
            return;
        }
    }
}
