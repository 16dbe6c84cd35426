// Borrows that nobody wrote a name for.
use tokio::sync::watch::{self, Receiver as Latest};
use tokio::time::{Duration, sleep};

#[derive(Clone, PartialEq)]
enum Mode {
    Fast,
    Slow(u64),
}

struct Worker {
    mode: Latest<Mode>,
}

impl Worker {
    fn current(&self) -> watch::Ref<'_, Mode> {
        self.mode.borrow()
    }

    async fn in_a_match(&self) {
        match *self.mode.borrow() { //~ watch-borrow-across-await
            Mode::Fast => {}
            Mode::Slow(millis) => sleep(Duration::from_millis(millis)).await,
        }
    }

    async fn in_an_if_let(&self) {
        if let Mode::Slow(millis) = &*self.mode.borrow() { //~ watch-borrow-across-await
            sleep(Duration::from_millis(*millis)).await;
        }
    }

    async fn in_an_argument(&self) {
        tell(&self.mode.borrow()).await; //~ watch-borrow-across-await
    }

    async fn cloned_too_late(&self) {
        tell(&self.mode.borrow().clone()).await; //~ watch-borrow-across-await
    }

    async fn behind_a_reference(&mut self) {
        let mode = &*self.mode.borrow_and_update(); //~ watch-borrow-across-await
        tell(mode).await;
    }

    async fn through_a_helper(&self) {
        let mode = self.current(); //~ watch-borrow-across-await
        tell(&mode).await;
    }
}

async fn wait_until_slow(rx: &mut Latest<Mode>) {
    let Ok(mode) = rx.wait_for(|mode| *mode != Mode::Fast).await else { return }; //~ watch-borrow-across-await
    tell(&mode).await;
}

async fn sender(tx: &watch::Sender<Mode>) {
    let mode = tx.borrow(); //~ watch-borrow-across-await
    tokio::select! {
        () = tell(&mode) => {}
        () = sleep(Duration::from_secs(1)) => {}
    }
}

async fn tell(_: &Mode) {
    tokio::task::yield_now().await;
}
