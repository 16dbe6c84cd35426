//! There is a pause between two starts, or each run is a job: somebody asks for it, or it is over when it went well.

use std::io;
use std::time::Duration;
use tokio::process::Command;

pub async fn keep() -> io::Result<()> {
    loop {
        let mut worker = Command::new("worker").arg("--serve").kill_on_drop(true).spawn()?;
        let status = worker.wait().await?;
        eprintln!("the worker ended: {status}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

pub fn keep_here() {
    loop {
        match std::process::Command::new("worker").status() {
            Ok(status) if status.success() => println!("again"),
            outcome => eprintln!("{outcome:?}"),
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}

pub fn shell() -> io::Result<()> {
    loop {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        std::process::Command::new(line.trim()).status()?;
    }
}

pub async fn until_it_works() -> io::Result<()> {
    loop {
        if Command::new("migrate").status().await?.success() {
            return Ok(());
        }
    }
}
