//! No finding, no comment.

pub fn main() {
    let total: u64 = [1, 2, 3].iter().sum();
    println!("{total}");
}
