// The boundaries stand in the `tether.toml` beside this file.

mod runtime {
    use std::future::Future;
    use tokio::task::JoinSet;

    // Outside of the boundary.
    pub fn supervise(tasks: &mut JoinSet<()>, work: impl Future<Output = ()> + Send + 'static) {
        tasks.spawn(work);
    }

    pub async fn tick() {
        tokio::spawn(async {}).await.unwrap();
    }
}

mod domain {
    pub mod orders {
        use crate::runtime;
        use tokio::task::JoinSet;

        // Through the function that is named.
        pub fn place(tasks: &mut JoinSet<()>, order: u64) {
            runtime::supervise(tasks, ship(order));
        }

        // By a call that is named.
        pub async fn ship_all(orders: Vec<u64>) {
            let mut shipments = JoinSet::new();
            for order in orders.into_iter().take(8) {
                shipments.spawn(ship(order));
            }
            while shipments.join_next().await.is_some() {}
        }

        // In a function that is named.
        pub async fn start_book() {
            tokio::spawn(ship(0)).await.unwrap();
        }

        // What another module starts of its own is its own.
        pub async fn wait() {
            runtime::tick().await;
        }

        async fn ship(_order: u64) {}
    }

    // Excepted.
    pub mod jobs {
        pub async fn nightly() {
            tokio::spawn(async {}).await.unwrap();
        }
    }

    // A function that is called like one that starts something, and runs what it is given.
    pub mod prices {
        fn spawn(work: impl FnOnce() -> u64) -> u64 {
            work()
        }

        pub fn of(order: u64) -> u64 {
            spawn(move || order * 2)
        }
    }

    // Channels are not forbidden here.
    pub async fn first() -> Option<u8> {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(8);
        sender.send(1).await.ok()?;
        receiver.recv().await
    }

    #[cfg(test)]
    mod tests {
        #[tokio::test]
        async fn places() {
            tokio::spawn(async {}).await.unwrap();
        }
    }
}

// Not below the boundary, whose name it begins with.
mod domains {
    pub async fn list() {
        tokio::spawn(async {}).await.unwrap();
    }
}

mod net {
    // `net::*` is what lies in `net`.
    pub async fn first() -> Option<u8> {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(8);
        sender.send(1).await.ok()?;
        receiver.recv().await
    }

    // Tasks are not forbidden here.
    pub mod tcp {
        pub async fn listen() {
            tokio::spawn(async {}).await.unwrap();
        }
    }
}
