use tonic::transport::Server;
use tonic::transport::server::Router;

#[tokio::main]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
    }
}

async fn run() -> Result<(), tonic::transport::Error> {
    start(Server::builder().add_service(service())).await?;
    Ok(())
}

async fn start(router: Router) -> Result<(), tonic::transport::Error> {
    let server = router.serve("[::1]:50051".parse().unwrap()); //~ server-without-graceful-shutdown
    server.await
}

fn service() -> u32 {
    1
}
