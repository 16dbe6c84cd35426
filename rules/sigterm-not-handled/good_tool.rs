// A tool that somebody watches.
use std::time::Duration;

#[tokio::main]
async fn main() {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => break,
            _ = ticks.tick() => println!("tick"),
        }
    }
}
