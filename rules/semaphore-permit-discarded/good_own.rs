struct Land;

impl Land {
    async fn acquire(&self) -> u32 {
        1
    }
}

pub async fn grow() {
    let _ = Land.acquire().await;
}
