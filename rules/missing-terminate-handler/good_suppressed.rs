//! A finding that was looked at and accepted.

use tokio::sync::mpsc;

async fn sample(mut rx: mpsc::Receiver<f64>) {
    let mut window = Vec::new();
    // tether: allow(missing-terminate-handler, reason = "the last window is not worth a write")
    while let Some(value) = rx.recv().await {
        window.push(value);
        if window.len() == 10 {
            println!("{}", window.drain(..).sum::<f64>());
        }
    }
}
