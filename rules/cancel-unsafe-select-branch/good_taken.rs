//! Takes and nothing else, deals with it behind the select, puts it away before the next wait, or is only dropped when
//! the loop ends.
use tokio::sync::mpsc;

async fn store(line: &str) {
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    println!("{line}");
}

pub struct Writer {
    lines: mpsc::Receiver<String>,
    waiting: Vec<String>,
}

impl Writer {
    async fn next(&mut self) -> Option<String> {
        let line = self.lines.recv().await?;
        Some(line.trim().to_owned())
    }

    async fn gather(&mut self) {
        let Some(line) = self.lines.recv().await else { return };
        self.waiting.push(line);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }

    async fn write_next(&mut self) -> Option<()> {
        let line = self.lines.recv().await?;
        store(&line).await;
        Some(())
    }
}

pub async fn run(mut writer: Writer, mut ticks: mpsc::Receiver<u32>) {
    loop {
        tokio::select! {
            line = writer.next() => match line {
                Some(line) => store(&line).await,
                None => break,
            },
            tick = ticks.recv() => match tick {
                Some(tick) => println!("{tick}"),
                None => break,
            },
        }
    }
    loop {
        tokio::select! {
            () = writer.gather() => {}
            tick = ticks.recv() => match tick {
                Some(tick) => println!("{tick}"),
                None => break,
            },
        }
    }
    loop {
        tokio::select! {
            written = writer.write_next() => {
                if written.is_none() {
                    break;
                }
            }
            _ = ticks.recv() => break,
        }
    }
}
