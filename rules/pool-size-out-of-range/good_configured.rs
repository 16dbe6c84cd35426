use sqlx::postgres::{PgPool, PgPoolOptions};

pub async fn open(size: u32) -> Result<PgPool, sqlx::Error> {
    let options = PgPoolOptions::new().min_connections(2).max_connections(size);
    options.connect("postgres://localhost").await
}

pub struct Heap;

impl Heap {
    pub fn max_size(self, _size: u32) -> Self {
        self
    }
}

pub fn heap() -> Heap {
    Heap.max_size(0)
}
