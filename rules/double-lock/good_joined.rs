use tokio::sync::Mutex;

pub struct Counter {
    count: Mutex<u32>,
}

impl Counter {
    async fn add(&self) {
        *self.count.lock().await += 1;
    }

    pub async fn run(&self) {
        let count = self.count.lock().await;
        println!("{count}");
        drop(count);
        tokio::join!(self.add(), self.add());
    }
}
