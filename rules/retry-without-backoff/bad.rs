use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

pub async fn follow(addr: &str) {
    loop { //~ retry-without-backoff
        match TcpStream::connect(addr).await {
            Ok(mut socket) => {
                let mut line = [0; 64];
                while matches!(socket.read(&mut line).await, Ok(len) if len > 0) {
                    println!("{line:?}");
                }
            }
            Err(error) => println!("{error}"),
        }
    }
}
