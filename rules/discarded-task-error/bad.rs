use std::io;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

async fn replicate(addr: String) -> io::Result<()> {
    let mut socket = TcpStream::connect(addr).await?;
    socket.write_all(b"replicate\n").await
}

fn start(addr: String) {
    tokio::spawn(replicate(addr)); //~ discarded-task-error
}

fn start_inline(addr: String) {
    tokio::spawn(async move { //~ discarded-task-error
        let mut socket = TcpStream::connect(addr).await?;
        socket.write_all(b"replicate\n").await
    });
}

fn start_annotated(addr: String) {
    tokio::spawn(async move { //~ discarded-task-error
        let mut socket = TcpStream::connect(addr).await?;
        socket.write_all(b"replicate\n").await?;
        Ok::<(), io::Error>(())
    });
}
