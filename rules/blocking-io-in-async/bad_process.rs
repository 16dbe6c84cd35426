use std::process::Command;

fn version() -> Option<String> {
    let output = Command::new("git").arg("--version").output().ok()?; //~ blocking-io-in-async
    String::from_utf8(output.stdout).ok()
}

pub async fn about() -> String {
    version().unwrap_or_default()
}
