use std::sync::{Arc, Mutex};

pub struct Shards {
    first: Mutex<Vec<u32>>,
    second: Mutex<Vec<u32>>,
    chosen: bool,
}

impl Shards {
    fn first(&self) -> &Mutex<Vec<u32>> {
        &self.first
    }

    fn second(&self) -> &Mutex<Vec<u32>> {
        &self.second
    }

    // Not the same one each time.
    fn chosen(&self) -> &Mutex<Vec<u32>> {
        if self.chosen { &self.first } else { &self.second }
    }

    // A new lock for each call.
    fn fresh(&self) -> Arc<Mutex<Vec<u32>>> {
        Arc::new(Mutex::new(self.first.lock().unwrap().clone()))
    }

    pub fn both(&self) -> usize {
        let first = self.first().lock().unwrap();
        let second = self.second().lock().unwrap();
        first.len() + second.len()
    }

    pub fn again(&self) -> usize {
        let before = self.first().lock().unwrap().len();
        before + self.first().lock().unwrap().len()
    }

    pub fn copies(&self) -> usize {
        let (one, other) = (self.fresh(), self.fresh());
        let one = one.lock().unwrap();
        one.len() + other.lock().unwrap().len()
    }

    pub fn of_choice(&self) -> usize {
        let second = self.second.lock().unwrap();
        second.len() + usize::from(self.chosen().try_lock().is_ok())
    }
}

pub fn two(a: &Shards, b: &Shards) -> usize {
    let one = a.first().lock().unwrap();
    one.len() + b.first().lock().unwrap().len()
}
