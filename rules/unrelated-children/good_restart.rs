//! Each exit is answered by a new start.

use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

#[derive(Clone, Copy, Debug)]
enum Service {
    Mail,
    Logs,
}

async fn mail() {
    loop {
        sleep(Duration::from_secs(60)).await;
        println!("polling");
    }
}

async fn logs() {
    loop {
        sleep(Duration::from_secs(86_400)).await;
        println!("rotating");
    }
}

fn start(services: &mut JoinSet<Service>, service: Service) {
    services.spawn(async move {
        match service {
            Service::Mail => mail().await,
            Service::Logs => logs().await,
        }
        service
    });
}

async fn supervise() {
    let mut services = JoinSet::new();
    start(&mut services, Service::Mail);
    start(&mut services, Service::Logs);
    while let Some(ended) = services.join_next().await {
        match ended {
            Ok(service) => {
                println!("{service:?} ended");
                sleep(Duration::from_secs(1)).await;
                start(&mut services, service);
            }
            Err(error) => println!("a service panicked: {error}"),
        }
    }
}
