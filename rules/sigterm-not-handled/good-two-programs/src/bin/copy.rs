// This program copies, and serves nothing.
#[tokio::main]
async fn main() {
    tokio::select! {
        _ = copy() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn copy() {}
