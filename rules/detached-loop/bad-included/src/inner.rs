mod beat;

pub fn start() {
    tokio::spawn(beat::beat()); //~ detached-loop
}

mod nested {
    include!("inner/more.rs");
}
