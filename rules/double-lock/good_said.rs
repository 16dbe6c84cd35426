use std::collections::HashMap;
use std::sync::Mutex;

static CACHE: Mutex<Option<HashMap<u8, bool>>> = Mutex::new(None);

pub fn cached(id: u8) -> bool {
    let mut cache = CACHE.lock().unwrap();
    if let Some(known) = cache.as_ref().and_then(|cache| cache.get(&id)) {
        return *known;
    }
    // It says `false`: nothing is stored there.
    let answer = ask(id, false) || keep(id, true);
    cache.get_or_insert_default().insert(id, answer);
    answer
}

pub fn fresh(id: u8) -> bool {
    ask(id, true)
}

fn ask(id: u8, store: bool) -> bool {
    let answer = id % 2 == 0;
    if store {
        put(id, answer);
    }
    answer
}

fn keep(id: u8, dry: bool) -> bool {
    if !dry {
        put(id, true);
    }
    false
}

fn put(id: u8, answer: bool) {
    CACHE.lock().unwrap().get_or_insert_default().insert(id, answer);
}
