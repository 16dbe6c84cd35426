//! Losses are told apart from the end by `matches!`, by a comparison, and in a function.

use tokio::sync::broadcast::{self, error::RecvError};

pub async fn by_matches(mut news: broadcast::Receiver<u8>) {
    loop {
        let answer = news.recv().await;
        if let Err(error) = answer {
            if matches!(error, RecvError::Closed) {
                break;
            }
            continue;
        }
        println!("{answer:?}");
    }
}

pub async fn by_comparison(mut news: broadcast::Receiver<u8>) {
    loop {
        match news.recv().await {
            Ok(one) => println!("{one}"),
            Err(error) if error == RecvError::Closed => break,
            Err(_) => {}
        }
    }
}

pub async fn by_function(mut news: broadcast::Receiver<u8>) {
    loop {
        let answer = news.recv().await;
        if is_over(&answer) {
            break;
        }
        if let Ok(one) = answer {
            println!("{one}");
        }
    }
}

fn is_over(answer: &Result<u8, RecvError>) -> bool {
    match answer {
        Err(RecvError::Closed) => true,
        Err(RecvError::Lagged(_)) | Ok(_) => false,
    }
}

/// Whatever comes is the signal: a loss ends the loop as a message does.
pub async fn any_is_the_end(mut stop: broadcast::Receiver<u16>, mut lines: tokio::sync::mpsc::Receiver<String>) {
    loop {
        tokio::select! {
            code = stop.recv() => {
                if let Ok(code) = code {
                    println!("closed with {code}");
                }
                break;
            }
            line = lines.recv() => {
                let Some(line) = line else { break };
                println!("{line}");
            }
        }
    }
}
