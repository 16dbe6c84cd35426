use tokio::sync::{broadcast, mpsc};

async fn if_let(mut jobs: mpsc::Receiver<u64>) {
    loop { //~ recv-error-spin
        if let Some(job) = jobs.recv().await {
            println!("job {job}");
        }
    }
}

async fn any_error(mut events: broadcast::Receiver<u64>) {
    loop { //~ recv-error-spin
        match events.recv().await {
            Ok(event) => println!("event {event}"),
            Err(_) => continue,
        }
    }
}

async fn let_else(mut jobs: mpsc::UnboundedReceiver<u64>) {
    loop { //~ recv-error-spin
        let Some(job) = jobs.recv().await else {
            continue;
        };
        println!("job {job}");
    }
}
