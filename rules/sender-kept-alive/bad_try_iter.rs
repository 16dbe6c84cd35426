//! `iter` ends when all senders are gone.

pub fn tick(values: &[u64]) -> u64 {
    let (tx, rx) = std::sync::mpsc::channel();
    values.iter().for_each(|v| {
        if *v > 3 {
            let _ = tx.send(*v);
        }
    });
    let mut sum = 0;
    for v in rx.iter() { //~ sender-kept-alive
        sum += v;
    }
    sum
}
