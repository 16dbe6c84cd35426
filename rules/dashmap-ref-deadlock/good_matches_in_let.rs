//! `matches!` in a `let`: its reference ends with the statement. (It speaks inside of the block of
//! an `if let` only; the same two lines right in the function are silent.)
use dashmap::DashMap;
pub fn emit(last: &DashMap<u32, u64>, id: u32, quote: Option<u64>) {
    if let Some(quote) = quote {
        let fresh = !matches!(last.get(&id), Some(old) if *old == quote);
        if fresh {
            last.insert(id, quote);
        }
    }
}

fn main() {}
