//! The second lock lies in a value that was made in this function and given away before.

use std::sync::{Arc, Mutex};

static LIFE: Mutex<()> = Mutex::new(());

pub struct Node {
    state: Mutex<u64>,
}

pub fn build() -> Arc<Node> {
    let node = Arc::new(Node { state: Mutex::new(0) });
    let other = Arc::clone(&node);
    std::thread::spawn(move || use_it(&other));
    {
        let _life = LIFE.lock().unwrap();
        *node.state.lock().unwrap() = 1; //~ lock-order-inversion
    }
    node
}

pub fn use_it(node: &Node) {
    let state = node.state.lock().unwrap();
    let _life = LIFE.lock().unwrap();
    println!("{state}");
}
