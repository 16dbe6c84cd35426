//! The same session, whole.

pub struct Session {
    id: u64,
}

pub fn greet(session: &Session) {
    println!("hello, {}", session.id);
}
