//! What a task takes with it ties nobody to it: times, paths, parts of buffers, a service that is known by its trait.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub trait Mailer: Send + Sync {
    fn send(&self, to: &str);
}

pub struct App {
    mailer: Arc<dyn Mailer>,
}

impl App {
    pub fn welcome(&self, to: String) {
        let mailer = self.mailer.clone();
        tokio::spawn(async move { //~ detached-task
            tokio::time::sleep(Duration::from_secs(1)).await;
            mailer.send(&to);
        });
    }
}

pub struct Store<R> {
    rows: Arc<R>,
}

pub trait Rows: Send + Sync + 'static {
    fn put(&self, row: Vec<u8>);
}

impl<R: Rows> Store<R> {
    pub fn keep(&self, frame: &[u8]) {
        let rows = self.rows.clone();
        let row = frame[4..].to_vec();
        tokio::spawn(async move { //~ detached-task
            tokio::time::sleep(Duration::from_secs(1)).await;
            rows.put(row);
        });
    }
}

pub fn clean(dir: &Path) {
    let old = dir.join("old").with_extension("d");
    tokio::spawn(async move { //~ detached-task
        if let Err(error) = tokio::fs::remove_dir_all(&old).await {
            eprintln!("{error}");
        }
    });
}

pub fn audit(user: String) {
    let at = chrono::Utc::now();
    let id = uuid::Uuid::new_v4();
    tokio::spawn(async move { //~ detached-task
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("{id}: {user} at {at}");
    });
}
