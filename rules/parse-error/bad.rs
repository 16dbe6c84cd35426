//! A session that nobody finished writing.

pub struct Session {
    id: u64,
}

pub fn greet(session: &Session) {
    let name = ; //~ parse-error
    println!("hello, {name} ({})", session.id);
}
