//! The same, and the next reader knows.

// tether: allow-file(unused-suppression, reason = "this case is about the reason alone")

// tether: allow(parse-error, reason = "the file is a template until the build has run")
pub fn main() {
    println!("hello");
}
