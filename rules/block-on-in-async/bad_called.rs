// A plain method hides it.
use futures::executor::block_on;

pub struct Store {
    rows: Vec<u32>,
}

impl Store {
    async fn load(&self) -> u32 {
        self.rows.iter().sum()
    }

    fn total(&self) -> u32 {
        block_on(self.load()) //~ block-on-in-async
    }
}

pub async fn report(store: &Store) -> String {
    format!("{}", store.total())
}
