// The boundaries stand in the `tether.toml` beside this file.

mod runtime {
    use std::future::Future;
    use tokio::task::JoinSet;

    pub fn supervise(tasks: &mut JoinSet<()>, work: impl Future<Output = ()> + Send + 'static) {
        tasks.spawn(work);
    }

    pub fn go(work: impl Future<Output = ()> + Send + 'static) {
        drop(tokio::spawn(work));
    }

    pub fn on_thread(work: impl FnOnce() + Send + 'static) -> std::thread::JoinHandle<()> {
        std::thread::spawn(work)
    }
}

mod domain {
    pub mod orders {
        use crate::runtime;
        use tokio::spawn as launch;

        pub async fn place(order: u64) {
            launch(ship(order)).await.unwrap(); //~ restricted-spawn
        }

        // Through a function, but not through one that the boundary names.
        pub fn cancel(order: u64) {
            runtime::go(ship(order)); //~ restricted-spawn
        }

        pub fn count(orders: Vec<u64>) {
            let counting = runtime::on_thread(move || drop(orders)); //~ restricted-spawn
            counting.join().unwrap();
        }

        async fn ship(_order: u64) {}
    }

    pub mod invoices {
        pub struct Printer;

        impl Printer {
            pub async fn print(&self, pages: Vec<String>) {
                let printing = tokio::task::spawn_blocking(move || pages.len()); //~ restricted-spawn
                printing.await.unwrap();
            }

            pub fn watch(&self) {
                let watching = std::thread::Builder::new().name("printer".into()).spawn(|| ()).unwrap(); //~ restricted-spawn
                watching.join().unwrap();
            }
        }
    }

    // The mistake is told once, here, and not again where this is called.
    async fn later(work: impl std::future::Future<Output = ()> + Send + 'static) {
        tokio::spawn(work).await.unwrap(); //~ restricted-spawn
    }

    pub async fn remind() {
        later(async {}).await;
    }
}

mod net {
    pub mod tcp {
        use tokio::sync::mpsc;

        pub async fn first() -> Option<u8> {
            let (sender, mut receiver) = mpsc::channel(8); //~ restricted-spawn
            sender.send(1).await.ok()?;
            receiver.recv().await
        }
    }
}
