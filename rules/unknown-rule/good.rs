//! No suppression, nothing to misspell.

pub fn main() {
    println!("hello");
}
