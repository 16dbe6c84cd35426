//! The loop gathers until it has enough, and never looks at how much a read gave.

use std::io::Read;
use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn header<R: AsyncRead + Unpin>(mut stream: R, end: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut part = [0; 1024];
    loop { //~ recv-error-spin
        let n = stream.read(&mut part).await?;
        data.extend_from_slice(&part[..n]);
        if data.windows(end.len()).any(|window| window == end) {
            return Ok(data);
        }
    }
}

pub fn header_of_file(mut file: std::net::TcpStream) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut part = [0; 1024];
    loop { //~ recv-error-spin
        let n = file.read(&mut part)?;
        data.extend_from_slice(&part[..n]);
        if data.ends_with(b"\r\n\r\n") {
            break;
        }
    }
    Ok(data)
}
