//! It parks the thread, but `listener` is no channel's receiver: wrong message (rule is blocking-io-in-async).
use std::net::TcpListener;
fn wait_for_one() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    for stream in listener.incoming() {
        let _stream = match stream {
            Ok(s) => s,
            Err(_) => continue,
        };
        return Ok(());
    }
    Ok(())
}
pub async fn login() -> std::io::Result<()> {
    tokio::task::yield_now().await;
    wait_for_one()
}

fn main() {}
