//! A pair is made for each command by a function; the answer goes by the sender that came with the command.

use std::collections::HashMap;
use tokio::sync::mpsc;

enum Response {
    Success(String),
    Failure(String),
}

struct Reply(mpsc::UnboundedSender<Response>);

fn create_pair() -> (Reply, mpsc::UnboundedReceiver<Response>) {
    let (sender, answers) = mpsc::unbounded_channel();
    (Reply(sender), answers)
}

impl Reply {
    fn success(&self, text: String) -> Result<(), String> {
        self.0.send(Response::Success(text)).map_err(|e| e.to_string())
    }

    fn failure(&self, text: String) -> Result<(), String> {
        self.0.send(Response::Failure(text)).map_err(|e| e.to_string())
    }
}

enum Command {
    Get { name: String, reply: Reply },
    Reload(Reply),
    Quit,
}

struct App {
    vars: HashMap<String, String>,
    quit: bool,
}

impl App {
    async fn handle(&mut self, command: Command) -> Result<(), String> {
        match command {
            Command::Get { name, reply } => match self.vars.get(&name) {
                Some(value) => reply.success(value.clone())?,
                None => reply.failure(format!("no {name}"))?,
            },
            Command::Reload(reply) => reply.success(String::new())?,
            Command::Quit => self.quit = true,
        }
        Ok(())
    }
}

fn reload(commands: &mpsc::Sender<Command>) {
    let (reply, mut answers) = create_pair();
    let _ = commands.try_send(Command::Reload(reply));
    tokio::spawn(async move {
        if let Some(Response::Failure(e)) = answers.recv().await {
            eprintln!("{e}");
        }
    });
}

async fn ask(commands: &mpsc::Sender<Command>, name: &str) -> Option<Response> {
    let (reply, mut answers) = create_pair();
    commands.send(Command::Get { name: name.into(), reply }).await.ok()?;
    answers.recv().await
}

#[tokio::main]
async fn main() {
    let (commands, mut rx) = mpsc::channel(8);
    let app = tokio::spawn(async move {
        let mut app = App { vars: Default::default(), quit: false };
        while let Some(command) = rx.recv().await {
            if let Err(e) = app.handle(command).await {
                eprintln!("{e}");
            }
        }
    });
    reload(&commands);
    if let Some(Response::Success(text)) = ask(&commands, "a").await {
        println!("{text}");
    }
    let _ = commands.send(Command::Quit).await;
    app.await.unwrap();
}
