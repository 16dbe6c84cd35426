//! Its handle is dropped, too: that is the same mistake, and aborting would not end it.

use std::time::Duration;

fn start() {
    tokio::task::spawn_blocking(|| { //~ endless-spawn-blocking
        loop {
            std::thread::sleep(Duration::from_secs(1));
            println!("tick");
        }
    });
}
