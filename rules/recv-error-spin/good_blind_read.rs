//! The loop leaves when a read gives nothing, or sees it by what it has gathered; or the amount goes elsewhere.

use std::io::{Error, ErrorKind};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub async fn header<R: AsyncRead + Unpin>(mut stream: R, end: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut part = [0; 1024];
    loop {
        let n = stream.read(&mut part).await?;
        if n == 0 {
            return Err(Error::from(ErrorKind::UnexpectedEof));
        }
        data.extend_from_slice(&part[..n]);
        if data.windows(end.len()).any(|window| window == end) {
            return Ok(data);
        }
    }
}

pub async fn header_by_length<R: AsyncRead + Unpin>(mut stream: R) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut part = [0; 1024];
    loop {
        let before = data.len();
        let n = stream.read(&mut part).await?;
        data.extend_from_slice(&part[..n]);
        if data.ends_with(b"\r\n\r\n") || data.len() == before {
            return Ok(data);
        }
    }
}

fn is_whole(part: &[u8]) -> bool {
    part.is_empty()
}

pub async fn header_by_part<R: AsyncRead + Unpin>(mut stream: R) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut part = [0; 1024];
    loop {
        let n = stream.read(&mut part).await?;
        data.extend_from_slice(&part[..n]);
        if is_whole(&part[..n]) {
            return Ok(data);
        }
    }
}

// The answer waits, and fails when nobody is there.
pub async fn header_with_answers<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut part = [0; 1024];
    loop {
        let n = stream.read(&mut part).await?;
        data.extend_from_slice(&part[..n]);
        stream.write_all(b"more").await?;
        if data.ends_with(b"\r\n\r\n") {
            return Ok(data);
        }
    }
}
