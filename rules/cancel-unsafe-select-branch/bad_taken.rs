//! A branch that takes a message and then waits for something else with it in hand.
use tokio::sync::mpsc;

async fn store(line: &str) {
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    println!("{line}");
}

pub struct Writer {
    lines: mpsc::Receiver<String>,
    out: mpsc::Sender<Vec<u8>>,
    batch: Vec<u8>,
}

impl Writer {
    async fn write_next(&mut self) -> Option<()> {
        let line = self.lines.recv().await?;
        store(&line).await;
        Some(())
    }

    async fn pass_on(&mut self) {
        let line = self.lines.recv().await.unwrap_or_default();
        self.batch.extend_from_slice(line.as_bytes());
        let batch = std::mem::take(&mut self.batch);
        if let Err(error) = self.out.send(batch).await {
            eprintln!("{error}");
        }
    }
}

pub async fn run(mut writer: Writer, mut ticks: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            written = writer.write_next() => { //~ cancel-unsafe-select-branch
                if written.is_none() {
                    break;
                }
            }
            tick = ticks.recv() => match tick {
                Some(tick) => println!("{tick}"),
                None => break,
            },
        }
    }
}
