// Each way out undoes it, nobody leaves early, or there is nothing to undo.
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

static REFRESHING: AtomicBool = AtomicBool::new(false);
static NEXT_ID: AtomicU64 = AtomicU64::new(0);

async fn load() -> Result<u32, std::io::Error> {
    tokio::fs::read("state").await.map(|bytes| bytes.len() as u32)
}

// Who is second has not set it.
async fn refresh() -> Result<u32, std::io::Error> {
    if REFRESHING.swap(true, Ordering::AcqRel) {
        return Ok(0);
    }
    let state = load().await;
    REFRESHING.store(false, Ordering::Release);
    state
}

struct Shared {
    busy: AtomicBool,
    waiting: AtomicUsize,
}

// The outcome is looked at when all is undone.
async fn outcome(shared: Arc<Shared>) -> Result<(), std::io::Error> {
    shared.waiting.fetch_add(1, Ordering::Relaxed);
    let state = load().await;
    shared.waiting.fetch_sub(1, Ordering::Relaxed);
    println!("{}", state?);
    Ok(())
}

// Both ways come by.
async fn both(shared: &Shared, job: Option<u32>) {
    shared.busy.store(true, Ordering::Relaxed);
    let Some(job) = job else {
        shared.busy.store(false, Ordering::Relaxed);
        return;
    };
    println!("{job}");
    shared.busy.store(false, Ordering::Relaxed);
}

// The work is a block of its own.
async fn in_a_block(shared: &Shared) -> Result<u32, std::io::Error> {
    shared.busy.store(true, Ordering::Relaxed);
    let result = async {
        let a = load().await?;
        let b = load().await?;
        Ok(a + b)
    }
    .await;
    shared.busy.store(false, Ordering::Relaxed);
    result
}

// Ids only grow.
fn next_id() -> Result<u64, std::io::Error> {
    let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    std::fs::read("state")?;
    Ok(id)
}

// The count goes with the function.
async fn local() -> Result<usize, std::io::Error> {
    let count = AtomicUsize::new(0);
    count.fetch_add(1, Ordering::Relaxed);
    load().await?;
    count.fetch_sub(1, Ordering::Relaxed);
    Ok(count.load(Ordering::Relaxed))
}

// A flag that says stop is set for good.
async fn stop(shared: &Shared) -> Result<(), std::io::Error> {
    shared.busy.store(false, Ordering::Relaxed);
    load().await?;
    shared.busy.store(true, Ordering::Relaxed);
    Ok(())
}

// Another file, and another count.
fn other(a: &Path, b: &Path, shared: &Shared) -> std::io::Result<()> {
    std::fs::File::create(a)?;
    shared.waiting.fetch_add(1, Ordering::Relaxed);
    std::fs::copy(a, b)?;
    std::fs::remove_file(b)
}

// Closures undo it on the way out.
fn mapped(lock: &Path) -> std::io::Result<()> {
    std::fs::File::create_new(lock)?;
    std::fs::copy("a", "b").inspect_err(|_| drop(std::fs::remove_file(lock)))?;
    std::fs::remove_file(lock)
}

// The branch that puts it in never comes to where it is taken out.
struct Indexes {
    deleting: std::sync::Mutex<std::collections::HashSet<u32>>,
}

fn delete(indexes: &Indexes, id: u32, open: bool) -> Option<bool> {
    if open {
        indexes.deleting.lock().unwrap().insert(id);
        return Some(true);
    }
    indexes.deleting.lock().unwrap().remove(&id);
    None
}

fn main() -> std::io::Result<()> {
    let _ = next_id();
    Ok(())
}

/// What the first half gives decides: where it gives a place, the count is meant to stay.
pub struct Slots {
    used: std::sync::atomic::AtomicUsize,
    most: usize,
    free: std::sync::mpsc::Receiver<u32>,
}

impl Slots {
    pub fn take(&self) -> Option<u32> {
        let used = self.used.fetch_add(1, std::sync::atomic::Ordering::AcqRel);
        if used < self.most {
            return Some(0);
        }
        self.used.fetch_sub(1, std::sync::atomic::Ordering::AcqRel);
        self.free.recv().ok()
    }
}

/// A sum that grows by what comes in and shrinks by what goes out.
pub struct Sorter {
    held: usize,
    all: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    most: usize,
}

impl Sorter {
    pub fn add(&mut self, more: usize) -> std::io::Result<()> {
        self.held += more;
        self.all.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
        if self.held < self.most {
            return Ok(());
        }
        std::fs::write("part", vec![0; self.held])?;
        self.all.fetch_sub(self.held, std::sync::atomic::Ordering::Relaxed);
        self.held = 0;
        Ok(())
    }
}
