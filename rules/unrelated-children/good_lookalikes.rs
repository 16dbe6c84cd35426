//! A project's own macros of those names.

use std::time::Duration;
use tokio::time::sleep;

mod macros {
    macro_rules! try_join {
        ($($name:ident),* $(,)?) => { vec![$(stringify!($name)),*].join("/") };
    }

    macro_rules! select {
        ($($value:expr),* $(,)?) => { [$($value),*].into_iter().max() };
    }

    pub(crate) use {select, try_join};
}

use macros::{select, try_join};

async fn mail() {
    loop {
        sleep(Duration::from_secs(60)).await;
    }
}

fn names() -> (String, Option<u32>) {
    // tokio::select! { () = mail() => {}, () = logs() => {} }
    (try_join!(mail, logs), select!(1, 2, 3))
}

async fn one() {
    println!("{:?}", names());
    mail().await;
}
