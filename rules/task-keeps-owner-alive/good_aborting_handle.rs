//! The same, with a `Weak`, with a part of the owner only, or with a method that takes the handle out.
use std::sync::{Arc, Mutex, atomic::AtomicU64, atomic::Ordering};
use std::time::Duration;
use tokio_util::task::AbortOnDropHandle;

pub struct Gauge {
    value: Arc<AtomicU64>,
    task: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl Gauge {
    pub fn weak() -> Arc<Self> {
        let gauge = Arc::new(Self { value: Arc::default(), task: Mutex::new(None) });
        let measured = Arc::downgrade(&gauge);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let Some(gauge) = measured.upgrade() else { break };
                gauge.value.fetch_add(1, Ordering::Relaxed);
            }
        });
        *gauge.task.lock().unwrap() = Some(AbortOnDropHandle::new(task));
        gauge
    }

    pub fn part() -> Arc<Self> {
        let gauge = Arc::new(Self { value: Arc::default(), task: Mutex::new(None) });
        let value = Arc::clone(&gauge.value);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                value.fetch_add(1, Ordering::Relaxed);
            }
        });
        *gauge.task.lock().unwrap() = Some(AbortOnDropHandle::new(task));
        gauge
    }
}

pub struct Beacon {
    task: Mutex<Option<AbortOnDropHandle<()>>>,
}

impl Beacon {
    pub fn start() -> Arc<Self> {
        let beacon = Arc::new(Self { task: Mutex::new(None) });
        let inner = beacon.clone();
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                inner.flash();
            }
        });
        *beacon.task.lock().unwrap() = Some(AbortOnDropHandle::new(task));
        beacon
    }

    fn flash(&self) {
        println!("flash");
    }

    pub fn stop(&self) {
        self.task.lock().unwrap().take();
    }
}
