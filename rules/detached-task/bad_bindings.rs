//! Bindings and blocks that look like owners and are none.

use std::time::Duration;
use tokio::task;
use tokio::time::sleep;

enum Event {
    Joined(u64),
    Left(u64),
    Idle,
}

async fn greet(id: u64) {
    sleep(Duration::from_millis(5)).await;
    println!("hello {id}");
}

async fn forget(id: u64) {
    sleep(Duration::from_millis(5)).await;
    println!("bye {id}");
}

fn underscore(id: u64) {
    let _greeting = tokio::spawn(greet(id)); //~ detached-task
    println!("greeting started");
}

fn assigned(id: u64) {
    _ = task::spawn(greet(id)); //~ detached-task
}

fn matched(event: Event) {
    match event {
        Event::Joined(id) => {
            task::spawn(greet(id)); //~ detached-task
        }
        Event::Left(id) => drop_later(id),
        Event::Idle => {}
    }
}

fn drop_later(id: u64) {
    if id > 0 {
        let farewell = async move {
            forget(id).await;
        };
        task::spawn(farewell); //~ detached-task
    }
}

fn tuple(id: u64) -> usize {
    let (_task, len) = (tokio::spawn(forget(id)), 3); //~ detached-task
    len
}
