//! Nobody looks at what is read: any line ends the loop.

use tokio::io::{AsyncBufReadExt, BufReader, Stdin};
use tokio::sync::mpsc;

pub async fn run(mut stdin: BufReader<Stdin>, mut states: mpsc::Receiver<u32>) {
    let mut unread = String::new();
    loop {
        tokio::select! {
            state = states.recv() => match state {
                Some(state) => println!("{state}"),
                None => break,
            },
            _ = stdin.read_line(&mut unread) => break,
        }
    }
}
