//! A session that nobody finished writing.

pub struct Session {
    id: u64,
}

pub fn greet(session: &Session) {
    println!("hello, {}", session.id;
    //~^ parse-error
}
