use std::path::PathBuf;
use tokio::process::Command;

pub async fn page(path: PathBuf) -> std::io::Result<String> {
    tokio::task::spawn_blocking(move || std::fs::read_to_string(path)).await.unwrap_or_default_result()
}

trait OrDefault {
    fn unwrap_or_default_result(self) -> std::io::Result<String>;
}

impl OrDefault for Result<std::io::Result<String>, tokio::task::JoinError> {
    fn unwrap_or_default_result(self) -> std::io::Result<String> {
        self.unwrap_or_else(|error| Err(std::io::Error::other(error)))
    }
}

pub async fn version() -> std::io::Result<std::process::Output> {
    Command::new("git").arg("--version").output().await
}
