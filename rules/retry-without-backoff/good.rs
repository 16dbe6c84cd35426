use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

pub async fn follow(addr: &str) {
    let mut pause = Duration::from_millis(100);
    loop {
        match TcpStream::connect(addr).await {
            Ok(mut socket) => {
                pause = Duration::from_millis(100);
                let mut line = [0; 64];
                while matches!(socket.read(&mut line).await, Ok(len) if len > 0) {
                    println!("{line:?}");
                }
            }
            Err(error) => {
                println!("{error}");
                sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(30));
            }
        }
    }
}
