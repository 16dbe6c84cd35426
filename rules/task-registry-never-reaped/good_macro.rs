//! The loop runs in the task that the macro starts, and is not around it.
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

macro_rules! serve {
    ($broker:expr, $listener:expr) => {{
        let service = tokio::spawn(async move {
            loop {
                match $listener.accept().await {
                    Ok((stream, _)) => drop(stream),
                    Err(error) => println!("{error}"),
                }
            }
        });
        $broker.services.push(service);
    }};
}

pub struct Broker {
    services: Vec<JoinHandle<()>>,
}

impl Broker {
    pub async fn listen(&mut self, path: &str) -> std::io::Result<()> {
        let listener = TcpListener::bind(path).await?;
        serve!(self, listener);
        Ok(())
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        for service in &self.services {
            service.abort();
        }
    }
}
