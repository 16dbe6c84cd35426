//! One endless loop more with each connection.

use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::sleep;

#[derive(Default)]
struct Connection {
    bytes: Mutex<u64>,
}

impl Connection {
    async fn serve(mut socket: TcpStream) {
        let connection = Arc::new(Self::default());
        let meter = Arc::clone(&connection);
        tokio::spawn(async move { //~ detached-loop
            loop {
                sleep(Duration::from_secs(10)).await;
                println!("{} bytes", meter.bytes.lock().await);
            }
        });
        let mut buffer = [0; 1024];
        while let Ok(n) = socket.read(&mut buffer).await {
            if n == 0 {
                break;
            }
            *connection.bytes.lock().await += n as u64;
        }
    }
}
