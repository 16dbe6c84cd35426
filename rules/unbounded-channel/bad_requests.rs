//! Each request puts what came with it into the queue, directly or by a method.
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router, routing::post};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

#[derive(serde::Deserialize)]
pub struct Event {
    kind: String,
    payload: serde_json::Value,
}

#[derive(Clone)]
struct App {
    events: UnboundedSender<Event>,
    audit: Audit,
}

#[derive(Clone)]
struct Audit {
    lines: UnboundedSender<String>,
}

impl Audit {
    fn note(&self, line: String) -> bool {
        self.lines.send(line).is_ok()
    }
}

async fn track(State(app): State<App>, Json(event): Json<Event>) -> StatusCode {
    match app.events.send(event) {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn login(State(app): State<App>, Json(name): Json<String>) -> StatusCode {
    if app.audit.note(format!("{name} has come")) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn persist(mut events: UnboundedReceiver<Event>, mut lines: UnboundedReceiver<String>) {
    while let Some(event) = events.recv().await {
        tokio::fs::write(&event.kind, event.payload.to_string()).await.ok();
    }
    while let Some(line) = lines.recv().await {
        println!("{line}");
    }
}

#[tokio::main]
async fn main() {
    let (events, received) = unbounded_channel(); //~ unbounded-channel
    let (lines, written) = unbounded_channel(); //~ unbounded-channel
    let task = tokio::spawn(persist(received, written));
    let app = App { events, audit: Audit { lines } };
    let router = Router::new().route("/track", post(track)).route("/login", post(login)).with_state(app);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await.unwrap();
    axum::serve(listener, router).await.unwrap();
    task.await.unwrap();
}
