use tokio::sync::Mutex;

pub struct Counter {
    value: Mutex<u32>,
}

impl Counter {
    async fn add(&self) {
        *self.value.lock().await += 1;
    }

    pub async fn by_name(&self) {
        let value = self.value.lock().await;
        println!("{value}");
        let added = self.add();
        drop(value);
        added.await;
    }
}

pub trait Store {
    fn save(&self);
}

pub struct Files {
    open: std::sync::Mutex<Vec<String>>,
}

impl Store for Files {
    fn save(&self) {
        self.open.lock().unwrap().clear();
    }
}

pub fn close(files: &Files) {
    let open = files.open.lock().unwrap();
    println!("{}", open.len());
    drop(open);
    files.save();
}
