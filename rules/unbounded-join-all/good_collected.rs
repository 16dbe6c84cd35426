//! Sets of a part at a time, of a few, or of what the program itself names.

use axum::Json;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::net::TcpStream;

async fn is_up(host: String) -> bool {
    TcpStream::connect((host.as_str(), 443)).await.is_ok()
}

async fn check_hosts(Json(hosts): Json<Vec<String>>) -> Json<Vec<bool>> {
    let all = hosts.into_iter().take(16).map(is_up).collect::<FuturesUnordered<_>>();
    Json(all.collect().await)
}

async fn count_hosts(Json(hosts): Json<Vec<String>>) -> String {
    let mut up = 0;
    for part in hosts.chunks(16) {
        let mut all: FuturesUnordered<_> = part.iter().cloned().map(|host| is_up(host)).collect();
        while let Some(is_up) = all.next().await {
            up += usize::from(is_up);
        }
    }
    up.to_string()
}

async fn check_own() -> Json<Vec<bool>> {
    let own = ["a".to_string(), "b".to_string()];
    Json(own.into_iter().map(is_up).collect::<FuturesUnordered<_>>().collect().await)
}
