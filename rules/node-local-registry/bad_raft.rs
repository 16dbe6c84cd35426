//! Nodes agree by Raft, and each has leases of its own.

use openraft::BasicNode;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use tokio::sync::mpsc;

static HOLDERS: LazyLock<Mutex<HashMap<String, mpsc::Sender<String>>>> = LazyLock::new(Mutex::default); //~ node-local-registry

pub fn acquire(lease: &str, holder: mpsc::Sender<String>) -> bool {
    let mut holders = HOLDERS.lock().unwrap();
    if holders.contains_key(lease) {
        return false;
    }
    holders.insert(lease.to_owned(), holder);
    true
}

pub fn release(lease: &str) {
    HOLDERS.lock().unwrap().remove(lease);
}

pub fn address(node: &BasicNode) -> &str {
    &node.addr
}
