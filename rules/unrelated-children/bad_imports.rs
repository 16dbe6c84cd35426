//! The macros of `futures`, and services behind variables and methods.

use futures::{FutureExt, pin_mut, select, try_join};
use std::time::Duration;
use tokio::time::sleep;

struct Failed;

struct Mailer {
    host: &'static str,
}

impl Mailer {
    async fn run(&self) -> Result<(), Failed> {
        while !self.host.is_empty() {
            sleep(Duration::from_secs(1)).await;
            println!("mail to {}", self.host);
        }
        Err(Failed)
    }
}

async fn compact(level: u32) -> Result<(), Failed> {
    loop {
        sleep(Duration::from_secs(300)).await;
        println!("compacting {level}");
        if level > 7 {
            return Err(Failed);
        }
    }
}

async fn joined(mailer: &Mailer) -> Result<(), Failed> {
    let mail = mailer.run();
    let compaction = async {
        println!("compaction starts");
        compact(1).await
    };
    try_join!(mail, compaction)?; //~ unrelated-children
    Ok(())
}

async fn selected(mailer: &Mailer) {
    let mail = mailer.run().fuse();
    let compaction = compact(2).fuse();
    pin_mut!(mail, compaction);
    select! { //~ unrelated-children
        _ = mail => println!("mail ended"),
        _ = compaction => println!("compaction ended"),
    }
}
