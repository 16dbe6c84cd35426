use dashmap::DashMap;

pub struct Users {
    names: DashMap<u32, String>,
}

impl Users {
    pub async fn greet(&self, id: u32) {
        let name = self.names.get(&id).map(|name| name.clone());
        if let Some(name) = name {
            send(&name).await;
        }
    }
}

async fn send(_text: &str) {}
