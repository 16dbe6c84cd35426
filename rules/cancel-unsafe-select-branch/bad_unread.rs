//! What is read is looked at.

use tokio::io::{AsyncBufReadExt, BufReader, Stdin};
use tokio::sync::mpsc;

pub async fn run(mut stdin: BufReader<Stdin>, mut states: mpsc::Receiver<u32>) {
    loop {
        let mut line = String::new();
        tokio::select! {
            state = states.recv() => match state {
                Some(state) => println!("{state}"),
                None => break,
            },
            _ = stdin.read_line(&mut line) => { //~ cancel-unsafe-select-branch
                if line.starts_with("quit") {
                    break;
                }
            }
        }
    }
}
