use std::time::Duration;

pub fn start() -> tokio::task::JoinHandle<()> {
    tokio::task::spawn_blocking(watch) //~ endless-spawn-blocking
}

fn watch() {
    loop {
        std::thread::sleep(Duration::from_secs(1));
        println!("still here");
    }
}
