use std::sync::Mutex;

static CACHE: Mutex<Vec<u8>> = Mutex::new(Vec::new());

pub fn cached(id: u8) -> bool {
    let mut cache = CACHE.lock().unwrap();
    let answer = ask(id, true); //~ double-lock
    cache.push(id);
    answer
}

fn ask(id: u8, store: bool) -> bool {
    if store {
        CACHE.lock().unwrap().push(id);
    }
    true
}
