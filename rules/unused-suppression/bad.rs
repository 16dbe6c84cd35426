//! The task is gone, the comment is not.

// tether: allow(parse-error, reason = "the template engine's delimiters stood here")
//~^ unused-suppression
pub fn main() {
    let total: u64 = [1, 2, 3].iter().sum(); // tether: allow(all, reason = "runs until the process ends")
    //~^ unused-suppression
    println!("{total}");
}
