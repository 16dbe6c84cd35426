//! The task only drops what it was given, elsewhere.

pub fn finish(big: Vec<Vec<u8>>) -> usize {
    let n = big.len();
    rayon::spawn(move || {
        drop(big);
    });
    n
}
