//! A process is started again as soon as it has ended.

use std::io;
use tokio::process::Command;

pub async fn keep() -> io::Result<()> {
    loop { //~ unbounded-restart
        let mut worker = Command::new("worker").arg("--serve").kill_on_drop(true).spawn()?;
        let status = worker.wait().await?;
        eprintln!("the worker ended: {status}");
    }
}

pub fn keep_here() {
    loop { //~ unbounded-restart
        match std::process::Command::new("worker").status() {
            Ok(status) if status.success() => println!("again"),
            outcome => eprintln!("{outcome:?}"),
        }
    }
}
