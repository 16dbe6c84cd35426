// The same borrows, each gone before its task waits.
use tokio::sync::watch::{self, Receiver as Latest};
use tokio::time::{Duration, sleep};

#[derive(Clone, Copy, PartialEq)]
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

    async fn copied_before_a_match(&self) {
        let mode = *self.mode.borrow();
        match mode {
            Mode::Fast => {}
            Mode::Slow(millis) => sleep(Duration::from_millis(millis)).await,
        }
    }

    async fn a_condition(&self) {
        if *self.mode.borrow() == Mode::Fast {
            sleep(Duration::from_millis(1)).await;
        }
    }

    async fn an_inner_block(&self) {
        let fast = {
            let mode = self.mode.borrow();
            matches!(*mode, Mode::Fast)
        };
        if fast {
            tell(&Mode::Fast).await;
        }
    }

    async fn dropped(&self) {
        let mode = self.current();
        let copy = *mode;
        drop(mode);
        tell(&copy).await;
    }

    async fn cloned_in_time(&self) {
        let mode = self.mode.borrow().clone();
        tell(&mode).await;
    }

    async fn logged(&self) {
        println!("{}", matches!(*self.mode.borrow(), Mode::Fast));
        tell(&Mode::Fast).await;
    }

    async fn for_a_task(&self) {
        let mode = self.current();
        let copy = *mode;
        tokio::spawn(async move { tell(&copy).await });
    }
}

async fn wait_until_slow(rx: &mut Latest<Mode>) {
    if rx.wait_for(|mode| *mode != Mode::Fast).await.is_ok() {
        tell(&Mode::Fast).await;
    }
}

async fn wait_and_forget(rx: &mut Latest<Mode>) {
    let _ = rx.wait_for(|mode| *mode != Mode::Fast).await;
    tell(&Mode::Fast).await;
}

async fn tell(_: &Mode) {
    tokio::task::yield_now().await;
}
