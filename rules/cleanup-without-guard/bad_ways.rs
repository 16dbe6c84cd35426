// Flags, gauges, files, the terminal; early returns, and futures that are dropped.
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

static REFRESHING: AtomicBool = AtomicBool::new(false);

async fn load() -> Result<u32, std::io::Error> {
    tokio::fs::read("state").await.map(|bytes| bytes.len() as u32)
}

// From now on nobody refreshes any more.
async fn refresh() -> Result<u32, std::io::Error> {
    if REFRESHING.swap(true, Ordering::AcqRel) { //~ cleanup-without-guard
        return Ok(0);
    }
    let state = load().await?;
    REFRESHING.store(false, Ordering::Release);
    Ok(state)
}

struct Shared {
    busy: AtomicBool,
    waiting: AtomicU64,
}

async fn work(shared: Arc<Shared>, job: Option<u32>) {
    shared.busy.store(true, Ordering::Relaxed); //~ cleanup-without-guard
    let Some(job) = job else { return };
    println!("{job}");
    shared.busy.store(false, Ordering::Relaxed);
}

// Whoever gives up waiting is counted for ever.
async fn wait_for(shared: &Shared) {
    shared.waiting.fetch_add(1, Ordering::Relaxed); //~ cleanup-without-guard
    tokio::time::sleep(Duration::from_secs(60)).await;
    shared.waiting.fetch_sub(1, Ordering::Relaxed);
}

async fn impatient(shared: &Shared) {
    let _ = tokio::time::timeout(Duration::from_secs(1), wait_for(shared)).await;
}

async fn gauge(open: prometheus::IntGauge) -> Result<(), std::io::Error> {
    open.inc(); //~ cleanup-without-guard
    let state = load().await?;
    println!("{state}");
    open.dec();
    Ok(())
}

fn locked(lock: &Path) -> std::io::Result<()> {
    std::fs::File::create_new(lock)?; //~ cleanup-without-guard
    std::fs::copy("a", "b")?;
    std::fs::remove_file(lock)
}

fn screen() -> std::io::Result<()> {
    crossterm::terminal::enable_raw_mode()?; //~ cleanup-without-guard
    draw()?;
    crossterm::terminal::disable_raw_mode()
}

fn draw() -> std::io::Result<()> {
    Ok(())
}

struct Builds {
    running: std::sync::Mutex<std::collections::HashSet<u32>>,
    once: AtomicBool,
}

// This id is "being built" for ever.
async fn build(builds: &Builds, id: u32) -> Result<(), std::io::Error> {
    builds.running.lock().unwrap().insert(id); //~ registration-without-guard
    load().await?;
    builds.running.lock().unwrap().remove(&id);
    Ok(())
}

async fn exchanged(builds: &Builds) -> Result<(), std::io::Error> {
    if builds.once.compare_exchange(false, true, Ordering::AcqRel, Ordering::Relaxed).is_err() { //~ cleanup-without-guard
        return Ok(());
    }
    load().await?;
    builds.once.store(false, Ordering::Release);
    Ok(())
}

// In a task: the block is left.
fn start(shared: Arc<Shared>) -> tokio::task::JoinHandle<Result<(), std::io::Error>> {
    tokio::spawn(async move {
        shared.waiting.fetch_add(1, Ordering::Relaxed); //~ cleanup-without-guard
        let state = load().await?;
        println!("{state}");
        shared.waiting.fetch_sub(1, Ordering::Relaxed);
        Ok(())
    })
}

fn main() {}
