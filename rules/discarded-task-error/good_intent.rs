//! Intent and accepted findings.

use std::io;

async fn prefetch(path: &'static str) -> io::Result<()> {
    let text = tokio::fs::read_to_string(path).await?;
    println!("{} bytes", text.len());
    Ok(())
}

fn start() {
    drop(tokio::spawn(prefetch("a")));
    let handle = tokio::spawn(prefetch("b"));
    drop(handle);
    tokio::spawn(prefetch("c")); // tether: allow(discarded-task-error, reason = "a miss is read again on demand")
}
