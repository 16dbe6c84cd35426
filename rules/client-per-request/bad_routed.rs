use axum::Router;
use axum::routing::get;

struct Wrapped(reqwest::Client);

// No extractor: the router says that this runs for each request.
async fn news() -> String {
    let client = Wrapped(
        reqwest::Client::builder()
            .build() //~ client-per-request
            .unwrap(),
    );
    unknown_feeds::read(&client).await
}

pub fn app() -> Router {
    Router::new().route("/news", get(news))
}
