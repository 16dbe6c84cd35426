//! The set is collected, and not filled one by one.

use axum::Json;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::net::TcpStream;

async fn is_up(host: String) -> bool {
    TcpStream::connect((host.as_str(), 443)).await.is_ok()
}

async fn check_hosts(Json(hosts): Json<Vec<String>>) -> Json<Vec<bool>> {
    let all = hosts.into_iter().map(is_up).collect::<FuturesUnordered<_>>(); //~ unbounded-join-all
    Json(all.collect().await)
}

async fn count_hosts(Json(hosts): Json<Vec<String>>) -> String {
    let mut all: FuturesUnordered<_> = hosts.into_iter().map(|host| is_up(host)).collect(); //~ unbounded-join-all
    let mut up = 0;
    while let Some(is_up) = all.next().await {
        up += usize::from(is_up);
    }
    up.to_string()
}
