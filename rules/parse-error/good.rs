//! The same session, whole.

pub struct Session {
    id: u64,
}

pub fn greet(session: &Session) {
    let name = "you";
    println!("hello, {name} ({})", session.id);
}
