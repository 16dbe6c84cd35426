use dashmap::DashMap;

pub struct Users {
    names: DashMap<u32, String>,
}

impl Users {
    pub async fn greet(&self, id: u32) {
        if let Some(name) = self.names.get(&id) { //~ lock-held-across-await
            send(&name).await;
        }
    }
}

async fn send(_text: &str) {}
