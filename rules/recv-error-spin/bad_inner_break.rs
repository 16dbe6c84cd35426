//! A `break` in the arm of the end leaves a loop inside of it, and not the loop that receives.

use tokio::sync::mpsc;

async fn serve(mut lines: mpsc::Receiver<String>, listeners: Vec<String>) {
    loop { //~ recv-error-spin
        match lines.recv().await {
            Some(line) => println!("{line}"),
            None => {
                for name in &listeners {
                    if name.is_empty() {
                        break;
                    }
                    println!("{name}: no more lines");
                }
            }
        }
    }
}
