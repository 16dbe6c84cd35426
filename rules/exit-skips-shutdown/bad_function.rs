use std::process;

pub fn start() -> tokio::task::JoinHandle<()> {
    tokio::spawn(run())
}

async fn run() {
    loop {
        tokio::task::yield_now().await;
        if broken() {
            process::abort(); //~ exit-skips-shutdown
        }
    }
}

fn broken() -> bool {
    false
}
