use std::future::Future;
use std::time::Duration;

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("beat");
    }
}

// It is called at once.
pub fn start<F, Fut>(work: F)
where
    F: Fn() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let run = move || {
        tokio::spawn(work());
    };
    run();
}

pub fn register() {
    start(beat); //~ detached-loop
}
