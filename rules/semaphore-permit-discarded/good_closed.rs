// The end of the program closes it: waiting for a permit is waiting for that.
use tokio::sync::Semaphore;

pub struct Life {
    end: Semaphore,
}

impl Life {
    pub fn new() -> Self {
        Self { end: Semaphore::new(0) }
    }

    pub async fn ended(&self) {
        let _ = self.end.acquire().await;
    }

    pub fn end(&self) {
        self.end.close();
    }
}
