//! What is known by too little may be what somebody waits for: a callback, a value of any type, a future's owner.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub trait Mailer: Send + Sync {
    fn send(&self, to: &str);
}

pub struct App {
    mailer: Arc<dyn Mailer>,
}

impl App {
    pub fn welcome(&self, to: String, done: Box<dyn FnOnce() + Send>) {
        let mailer = self.mailer.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            mailer.send(&to);
            done();
        });
    }

    pub fn hold<T: Send + 'static>(&self, lease: T) {
        let mailer = self.mailer.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            mailer.send("all");
            drop(lease);
        });
    }

    pub fn after<F: Future<Output = ()> + Send + 'static>(&self, first: F) {
        let mailer = self.mailer.clone();
        tokio::spawn(async move {
            first.await;
            mailer.send("all");
        });
    }
}

pub trait Stream: Send {
    fn shutdown(&mut self);
}

pub fn serve(mut stream: Box<dyn Stream>) {
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        stream.shutdown();
    });
}

struct Running(Arc<AtomicBool>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

pub fn check_once(running: Arc<AtomicBool>) {
    if running.swap(true, Ordering::AcqRel) {
        return;
    }
    tokio::spawn(async move {
        let _running = Running(running);
        tokio::time::sleep(Duration::from_secs(1)).await;
    });
}
