use tracing::{Instrument, instrument};

pub fn start(id: u32) -> Vec<tokio::task::JoinHandle<()>> {
    vec![
        tokio::spawn(run(id)),
        tokio::spawn(async move { run(id).await }),
        tokio::spawn(async move { println!("{id}") }.in_current_span()),
        tokio::spawn(async move {
            let job = async { println!("{id}") };
            job.in_current_span().await;
        }),
    ]
}

#[instrument]
async fn run(id: u32) {
    println!("{id}");
}
