//! The connection is opened and used in a function that gives its error.

use std::io;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

struct Client {
    addr: String,
}

impl Client {
    async fn session(&self) -> io::Result<()> {
        let mut socket = TcpStream::connect(&self.addr).await?;
        let mut line = [0; 64];
        while socket.read(&mut line).await? > 0 {
            println!("{line:?}");
        }
        Ok(())
    }

    async fn run(&self) {
        loop { //~ retry-without-backoff
            if let Err(error) = self.session().await {
                println!("{error}");
            }
        }
    }
}
