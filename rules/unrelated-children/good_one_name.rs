//! Two of the same are one service.

use tokio::net::TcpListener;

struct Intake {
    listener: TcpListener,
}

impl Intake {
    async fn run(self) -> std::io::Result<()> {
        loop {
            let (_, peer) = self.listener.accept().await?;
            println!("{peer}");
        }
    }
}

async fn serve(first: Intake, second: Intake) -> std::io::Result<()> {
    tokio::try_join!(first.run(), second.run())?;
    Ok(())
}
