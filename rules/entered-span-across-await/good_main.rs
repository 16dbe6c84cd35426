use clap::Parser;
use tracing::info_span;

#[derive(Parser)]
struct Cli {
    command: Option<Command>,
}

enum Command {
    Check(Check),
}

struct Check {}

impl Cli {
    async fn run(self) -> u8 {
        match self.command {
            Some(Command::Check(check)) => Box::pin(check.run()).await,
            None => 0,
        }
    }
}

impl Check {
    // The thread of `main` runs nothing else, whatever the workers do.
    async fn run(self) -> u8 {
        let _span = info_span!("check").entered();
        tokio::spawn(work());
        work().await
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(run());
}

async fn run() -> u8 {
    Cli::parse().run().await
}

async fn work() -> u8 {
    1
}
