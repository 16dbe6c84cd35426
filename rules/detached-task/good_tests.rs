//! Test code is skipped without `--tests`.

use std::time::Duration;

pub async fn answer() -> u32 {
    tokio::time::sleep(Duration::from_millis(1)).await;
    42
}

#[cfg(test)]
fn in_background() {
    tokio::spawn(async {
        println!("{}", answer().await);
    });
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[tokio::test]
    async fn answers() {
        tokio::spawn(async {
            println!("{}", answer().await);
        });
        super::in_background();
        assert_eq!(answer().await, 42);
    }
}
