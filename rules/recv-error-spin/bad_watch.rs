//! `changed()` fails at once, for ever, when the sender is gone.

use tokio::sync::watch;

struct Reloader {
    config: watch::Receiver<String>,
}

impl Reloader {
    async fn run(mut self) {
        loop { //~ recv-error-spin
            let _ = self.config.changed().await;
            println!("{}", *self.config.borrow());
        }
    }

    async fn select(mut self, mut other: watch::Receiver<u64>) {
        loop { //~ recv-error-spin
            tokio::select! {
                _ = self.config.changed() => println!("config"),
                changed = other.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
            }
        }
    }

    async fn ok(mut self) {
        loop { //~ recv-error-spin
            self.config.changed().await.ok();
            println!("{}", *self.config.borrow());
        }
    }
}
