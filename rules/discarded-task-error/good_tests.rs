//! Test code is skipped without `--tests`.

use std::io;

pub async fn answer() -> io::Result<u32> {
    Ok(42)
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[tokio::test]
    async fn answers() {
        tokio::spawn(answer());
        tokio::spawn(async move {
            answer().await?;
            Ok::<(), std::io::Error>(())
        });
    }
}
