use crate::beat::beat;

pub fn again() {
    tokio::spawn(beat()); //~ detached-loop
}
