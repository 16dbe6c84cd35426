use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub type Joiner = JoinHandle<()>;

/// The handles of all tasks.
pub struct Tasks {
    pub stats: Joiner,
    pub scans: Joiner,
}

impl Tasks {
    pub fn new(stats: Joiner, scans: Joiner) -> Self {
        Self { stats, scans }
    }
}

pub fn start_stats(mut numbers: mpsc::Receiver<u8>) -> Joiner {
    tokio::spawn(async move { //= task fate=returned fate_final=awaited verdict=ok
        while let Some(number) = numbers.recv().await {
            println!("{number}");
        }
    })
}

pub fn start_scans(mut numbers: mpsc::Receiver<u8>) -> Joiner {
    tokio::spawn(async move { //= task fate=returned fate_final=never-used verdict=unwatched
        while let Some(number) = numbers.recv().await {
            println!("{number}");
        }
    })
}

/// The binary has no use for it: others may.
pub fn start_echo(mut numbers: mpsc::Receiver<u8>) -> Joiner {
    tokio::spawn(async move { //= task fate=returned fate_final=public-api verdict=ok
        while let Some(number) = numbers.recv().await {
            println!("{number}");
        }
    })
}

pub fn start_beat() -> Joiner {
    tokio::spawn(async move { //~ detached-loop //= task fate=returned fate_final=never-used verdict=leak
        let mut beat = tokio::time::interval(std::time::Duration::from_secs(1));
        loop {
            beat.tick().await;
            println!(".");
        }
    })
}
