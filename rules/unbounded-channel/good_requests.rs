//! Requests that put what came into a queue with a limit, that give commands, or that put in nothing of what came.
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, Router, routing::post};
use tokio::sync::mpsc::{Receiver, Sender, UnboundedReceiver, UnboundedSender, channel, unbounded_channel};

#[derive(serde::Deserialize)]
pub struct Event {
    kind: String,
    payload: serde_json::Value,
}

pub enum Command {
    Reload,
    Level(String),
}

#[derive(Clone)]
struct App {
    events: Sender<Event>,
    commands: UnboundedSender<Command>,
    names: UnboundedSender<String>,
    name: String,
}

async fn track(State(app): State<App>, Json(event): Json<Event>) -> StatusCode {
    match app.events.try_send(event) {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn reload(State(app): State<App>, Json(level): Json<String>) -> StatusCode {
    let sent = app.commands.send(Command::Level(level)).and_then(|()| app.commands.send(Command::Reload));
    if sent.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn called(State(app): State<App>) -> StatusCode {
    if app.names.send(app.name.clone()).is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn persist(
    mut events: Receiver<Event>,
    mut commands: UnboundedReceiver<Command>,
    mut names: UnboundedReceiver<String>,
) {
    while let Some(event) = events.recv().await {
        tokio::fs::write(&event.kind, event.payload.to_string()).await.ok();
    }
    while let Some(command) = commands.recv().await {
        if let Command::Level(level) = command {
            println!("{level}");
        }
    }
    while let Some(name) = names.recv().await {
        println!("{name}");
    }
}

#[tokio::main]
async fn main() {
    let (events, received) = channel(1024);
    let (commands, given) = unbounded_channel();
    let (names, named) = unbounded_channel();
    let task = tokio::spawn(persist(received, given, named));
    let app = App { events, commands, names, name: "one".to_owned() };
    let router = Router::new().route("/track", post(track)).route("/reload", post(reload)).route("/", post(called));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await.unwrap();
    axum::serve(listener, router.with_state(app)).await.unwrap();
    task.await.unwrap();
}
