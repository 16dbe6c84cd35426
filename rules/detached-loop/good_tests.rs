//! Test code is skipped without `--tests`.

#[cfg(test)]
mod tests {
    use std::time::Duration;
    use tokio::time::sleep;

    async fn echo_server() {
        loop {
            sleep(Duration::from_millis(1)).await;
        }
    }

    #[tokio::test]
    async fn server_runs() {
        tokio::spawn(echo_server());
        sleep(Duration::from_millis(5)).await;
    }
}
