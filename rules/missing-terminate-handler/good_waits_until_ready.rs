//! Loops that only wait until an entry is ready: it is to stay.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

pub struct Job {
    done: bool,
}

pub struct Refused;

pub struct Volumes {
    jobs: Mutex<HashMap<String, Arc<Job>>>,
}

impl Volumes {
    pub async fn attach(&self, id: String) -> Result<(), Refused> {
        self.start(id.clone()).await?;
        loop {
            let done = self.is_done(id.clone()).await?;
            if done {
                break;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.result_of(id).await
    }

    async fn start(&self, id: String) -> Result<(), Refused> {
        let mut jobs = self.jobs.lock().await;
        if jobs.contains_key(&id) {
            return Err(Refused);
        }
        jobs.insert(id, Arc::new(Job { done: false }));
        Ok(())
    }

    async fn is_done(&self, id: String) -> Result<bool, Refused> {
        self.jobs.lock().await.get(&id).map(|job| job.done).ok_or(Refused)
    }

    async fn result_of(&self, id: String) -> Result<(), Refused> {
        self.jobs.lock().await.get(&id).map(|_| ()).ok_or(Refused)
    }

    pub async fn delete(&self, id: &str) {
        self.jobs.lock().await.remove(id);
    }
}
