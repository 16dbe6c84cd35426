use axum::Router;
use std::net::TcpListener;

struct Command {
    port: u16,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let command = Command { port: 80 };
    if command.port == 80 { command.run().await } else { command.run_bound().await }
}

impl Command {
    async fn run(&self) -> Result<(), Box<dyn std::error::Error>> {
        let listener = TcpListener::bind(("0.0.0.0", self.port))?;
        hyper::Server::from_tcp(listener)?.serve(Router::new().into_make_service()).await?; //~ server-without-graceful-shutdown
        Ok(())
    }

    async fn run_bound(&self) -> Result<(), Box<dyn std::error::Error>> {
        let address = ([0, 0, 0, 0], self.port).into();
        axum::Server::bind(&address)
            .serve(Router::new().into_make_service()) //~ server-without-graceful-shutdown
            .await?;
        Ok(())
    }
}
