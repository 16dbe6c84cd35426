use std::io;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

async fn read_frame(socket: &mut TcpStream) -> io::Result<Vec<u8>> {
    let len = socket.read_u32().await?;
    let mut frame = vec![0; len as usize];
    socket.read_exact(&mut frame).await?;
    Ok(frame)
}

async fn serve(mut socket: TcpStream) -> io::Result<()> {
    let mut report = tokio::time::interval(Duration::from_secs(1));
    let mut frames = 0;
    loop {
        let frame = read_frame(&mut socket);
        tokio::pin!(frame);
        loop {
            tokio::select! {
                frame = &mut frame => {
                    frame?;
                    frames += 1;
                    break;
                }
                _ = report.tick() => println!("{frames}"),
            }
        }
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    serve(TcpStream::connect("127.0.0.1:9000").await?).await
}
