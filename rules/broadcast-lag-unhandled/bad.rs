use tokio::sync::broadcast;

async fn print(mut events: broadcast::Receiver<String>) {
    while let Ok(event) = events.recv().await { //~ broadcast-lag-unhandled
        println!("{event}");
    }
}

async fn any_error(mut events: broadcast::Receiver<String>) {
    loop { //~ broadcast-lag-unhandled
        match events.recv().await {
            Ok(event) => println!("{event}"),
            Err(error) => {
                println!("closed: {error}");
                break;
            }
        }
    }
}

async fn question_mark(mut events: broadcast::Receiver<String>) -> Result<(), broadcast::error::RecvError> {
    loop { //~ broadcast-lag-unhandled
        let event = events.recv().await?;
        println!("{event}");
    }
}
