use tokio::sync::Mutex;

pub struct Counter {
    count: Mutex<u32>,
}

impl Counter {
    async fn add(&self) {
        *self.count.lock().await += 1;
    }

    // `join!` awaits what it is given, and the guard is still there.
    pub async fn run(&self) {
        let count = self.count.lock().await;
        println!("{count}");
        tokio::join!(self.add(), self.add()); //~ double-lock
    }
}
