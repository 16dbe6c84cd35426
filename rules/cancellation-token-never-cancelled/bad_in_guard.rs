//! The token is put into a pair behind a mutex; whoever takes that out only stops the task.

use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub struct Runner;

impl Runner {
    pub async fn run(&self, cancel: CancellationToken) -> Result<(), String> {
        let res = loop {
            tokio::select! {
                _ = cancel.cancelled() => break Ok(()),
                _ = tokio::time::sleep(std::time::Duration::from_secs(1)) => println!("tick"),
            }
        };
        res
    }
}

pub struct Service {
    runner: Arc<Runner>,
    task: Mutex<Option<(JoinHandle<()>, CancellationToken)>>,
}

impl Service {
    fn clear(task: &mut Option<(JoinHandle<()>, CancellationToken)>) {
        if task.as_ref().is_some_and(|(handle, _)| handle.is_finished()) {
            *task = None;
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let Ok(mut guard) = self.task.lock() else { return };
        if let Some((handle, _cancel)) = guard.take() {
            handle.abort();
        }
    }
}

impl Service {
    pub fn start(&self) -> Result<(), String> {
        let mut guard = self.task.lock().map_err(|_| "poisoned".to_string())?;
        Self::clear(&mut guard);
        if guard.is_some() {
            return Err("running".to_string());
        }
        let cancel = CancellationToken::new(); //~ cancellation-token-never-cancelled
        let runner = self.runner.clone();
        let run_cancel = cancel.clone();
        let handle = tokio::spawn(async move {
            if let Err(e) = runner.run(run_cancel).await {
                eprintln!("{e}");
            }
        });
        *guard = Some((handle, cancel));
        Ok(())
    }

    pub async fn stop(&self) -> Result<(), String> {
        let task = {
            let mut guard = self.task.lock().map_err(|_| "poisoned".to_string())?;
            guard.take()
        };
        if let Some((handle, _cancel)) = task {
            handle.abort();
            let _ = handle.await;
        }
        Ok(())
    }
}
