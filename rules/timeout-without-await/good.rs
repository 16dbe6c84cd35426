use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

struct Report {
    lines: usize,
}

fn parse(text: &str) -> Report {
    Report { lines: text.lines().count() }
}

async fn load(path: &str) -> Option<Report> {
    let text = tokio::fs::read_to_string(path).await.ok()?;
    timeout(Duration::from_secs(5), spawn_blocking(move || parse(&text))).await.ok()?.ok()
}

#[tokio::main]
async fn main() {
    if let Some(report) = load("report.csv").await {
        println!("{}", report.lines);
    }
}
