//! Something waits, something counts, or nothing is restarted.

use std::time::{Duration, Instant};
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

async fn echo(port: u16) -> std::io::Result<()> {
    let socket = UdpSocket::bind(("0.0.0.0", port)).await?;
    let mut packet = [0; 1500];
    loop {
        let (len, from) = socket.recv_from(&mut packet).await?;
        socket.send_to(&packet[..len], from).await?;
    }
}

async fn backoff(failures: u32) {
    sleep(Duration::from_millis(100) * failures).await;
}

pub async fn through_a_function() {
    let mut failures = 0;
    loop {
        let _ = tokio::spawn(echo(7)).await;
        failures += 1;
        backoff(failures).await;
    }
}

pub async fn with_a_limit() {
    let mut failures = 0;
    loop {
        let end = tokio::spawn(echo(7)).await;
        println!("{end:?}");
        failures += 1;
        if failures > 5 {
            break;
        }
    }
}

pub async fn five_times() {
    for _ in 0..5 {
        let _ = tokio::spawn(echo(7)).await;
    }
}

pub async fn in_a_short_time() -> Result<(), &'static str> {
    loop {
        let started = Instant::now();
        let _ = tokio::spawn(echo(7)).await;
        if started.elapsed() < Duration::from_secs(1) {
            return Err("ends too soon");
        }
    }
}

/// The worker has a pace of its own.
async fn every_minute() {
    let mut tick = interval(Duration::from_secs(60));
    loop {
        tick.tick().await;
        println!("tick");
    }
}

pub async fn paced_worker() {
    loop {
        let _ = tokio::spawn(every_minute()).await;
    }
}

/// One job after the other.
pub async fn jobs(mut orders: mpsc::Receiver<u16>) {
    while let Some(port) = orders.recv().await {
        let _ = tokio::spawn(echo(port)).await;
    }
}

async fn job() {
    println!("done");
}

pub async fn short_jobs() {
    loop {
        let _ = tokio::spawn(job()).await;
    }
}

pub async fn set_with_delay() {
    let mut services = JoinSet::new();
    services.spawn(echo(7));
    while let Some(end) = services.join_next().await {
        println!("{end:?}");
        sleep(Duration::from_secs(1)).await;
        services.spawn(echo(7));
    }
}
