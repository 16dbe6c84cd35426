use tracing::info;

pub fn start(id: u32) -> tokio::task::JoinHandle<()> {
    tokio::spawn(run(id)) //~ task-without-span
}

async fn run(id: u32) {
    info!(id, "running");
}
