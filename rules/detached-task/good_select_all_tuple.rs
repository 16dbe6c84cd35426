//! The handle comes in a tuple, and `select_all` awaits it.
use tokio::task::JoinHandle;
pub struct Dummy;
fn dummy() -> (Dummy, JoinHandle<()>) {
    let h = tokio::task::spawn(tokio::time::sleep(std::time::Duration::MAX));
    (Dummy, h)
}
pub async fn watch() {
    let (_d, idle) = if std::env::args().len() > 1 { dummy() } else { dummy() };
    let work = tokio::task::spawn(async { tokio::time::sleep(std::time::Duration::from_secs(9)).await });
    _ = futures::future::select_all(vec![work, idle]).await;
    std::process::exit(0);
}

fn main() {}
