use std::io;
use tokio::runtime::Runtime;

async fn report(name: String) {
    println!("{name}");
}

fn main() -> io::Result<()> {
    let runtime = Runtime::new()?;
    for name in ["a", "b"] {
        runtime.spawn(report(name.to_owned())); //~ main-returns-with-live-tasks
    }
    Ok(())
}
