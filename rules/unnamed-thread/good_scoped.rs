use std::thread::{self, Builder};

pub fn start(builder: Builder) -> std::io::Result<()> {
    thread::scope(|scope| {
        scope.spawn(|| println!("a"));
    });
    let handle = builder.spawn(|| println!("b"))?;
    let _ = handle.join();
    Ok(())
}
