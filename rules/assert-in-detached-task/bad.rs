fn double(number: u32) -> u32 {
    number * 2
}

#[cfg(test)]
mod tests {
    use super::double;
    use std::time::Duration;
    use tokio::time::sleep;

    #[tokio::test]
    async fn doubles() {
        tokio::spawn(async { //~ assert-in-detached-task
            sleep(Duration::from_millis(10)).await;
            assert_eq!(double(2), 5);
        });
        sleep(Duration::from_millis(20)).await;
    }
}
