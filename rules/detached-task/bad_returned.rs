//! The handle is lost one or two functions away from the spawn.

use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

struct Mailer {
    host: String,
}

impl Mailer {
    fn deliver(&self, to: String) -> JoinHandle<()> {
        let host = self.host.clone();
        tokio::spawn(async move { //~ detached-task
            sleep(Duration::from_millis(20)).await;
            println!("{host} delivered to {to}");
        })
    }

    fn deliver_later(&self, to: String) -> JoinHandle<()> {
        println!("queued for {to}");
        self.deliver(to)
    }
}

fn start_import(path: String) -> Option<JoinHandle<()>> {
    if path.is_empty() {
        return None;
    }
    let handle = tokio::task::spawn(async move { //~ detached-task
        sleep(Duration::from_millis(20)).await;
        println!("imported {path}");
    });
    Some(handle)
}

async fn sign_up(mailer: &Mailer, address: String) {
    mailer.deliver_later(address);
    start_import("users.csv".to_owned());
    sleep(Duration::from_millis(1)).await;
}

async fn run() {
    let mailer = Mailer { host: "mx1".to_owned() };
    sign_up(&mailer, "a@example.org".to_owned()).await;
}
