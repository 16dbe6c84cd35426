//! `try_iter` ends when nothing is there.

pub fn tick(values: &[u64]) -> u64 {
    let (tx, rx) = std::sync::mpsc::channel();
    values.iter().for_each(|v| {
        if *v > 3 {
            let _ = tx.send(*v);
        }
    });
    let mut sum = 0;
    for v in rx.try_iter() {
        sum += v;
    }
    sum
}
