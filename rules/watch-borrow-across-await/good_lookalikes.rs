// Things that borrow, and are no `watch` channel.
use std::borrow::Borrow;

struct Receiver<T>(T);

impl<T> Receiver<T> {
    fn borrow(&self) -> &T {
        &self.0
    }
}

async fn own_type(rx: Receiver<String>) {
    let name = rx.borrow();
    tell(name).await;
}

async fn the_trait(name: String) {
    let name: &str = name.borrow();
    tell(name).await;
}

async fn tell(name: &str) {
    println!("{name}");
}
