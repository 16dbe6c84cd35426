//! Silenced, and nobody will know why.

// tether: allow-file(unused-suppression, reason = "this case is about the reason alone")

// tether: allow(parse-error)
//~^ suppression-without-reason
pub fn main() {
    println!("hello"); // tether: allow(all, reason = "")
    //~^ suppression-without-reason
}
