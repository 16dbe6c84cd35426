use axum::{Router, routing::get};
use tokio::net::TcpListener;

trait Service {
    async fn run(self) -> std::io::Result<()>;
}

struct Web;

impl Service for Web {
    async fn run(self) -> std::io::Result<()> {
        let listener = TcpListener::bind("0.0.0.0:8080").await?;
        axum::serve(listener, Router::new().route("/", get(|| async { "up" })))
            .with_graceful_shutdown(async { tokio::signal::ctrl_c().await.unwrap() })
            .await
    }
}

async fn start<S: Service>(service: S) -> std::io::Result<()> {
    service.run().await
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    start(Web).await
}
