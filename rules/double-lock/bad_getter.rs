use std::sync::{Arc, Mutex, RwLock};

pub struct Node {
    state: Arc<Mutex<Vec<u32>>>,
    peers: RwLock<Vec<u32>>,
}

impl Node {
    fn state(&self) -> &Mutex<Vec<u32>> {
        &self.state
    }

    fn shared(&self) -> Arc<Mutex<Vec<u32>>> {
        self.state.clone()
    }

    fn peers(&self) -> &RwLock<Vec<u32>> {
        &self.peers
    }

    pub fn add(&self, value: u32) {
        let mut state = self.state().lock().unwrap();
        state.push(value);
        self.log(); //~ double-lock
    }

    fn log(&self) {
        println!("{}", self.state.lock().unwrap().len());
    }

    pub fn twice(&self) -> usize {
        let state = self.state.lock().unwrap();
        let shared = self.shared();
        let again = shared.lock().unwrap(); //~ double-lock
        state.len() + again.len()
    }

    pub fn join(&self, peer: u32) {
        let peers = self.peers().read().unwrap();
        if !peers.contains(&peer) {
            self.peers().write().unwrap().push(peer); //~ double-lock
        }
    }
}
