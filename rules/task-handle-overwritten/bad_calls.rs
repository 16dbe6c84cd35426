use std::sync::Mutex;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::sleep;

struct State {
    timer: Option<JoinHandle<()>>,
    count: u32,
}

struct Editor {
    state: Mutex<State>,
}

async fn save_later(count: u32) {
    sleep(Duration::from_secs(5)).await;
    println!("saved {count}");
}

impl Editor {
    // The last timer saves as well.
    fn touch(&self) {
        let mut state = self.state.lock().unwrap();
        state.count += 1;
        state.timer = Some(tokio::spawn(save_later(state.count))); //~ task-handle-overwritten
    }

    fn on_key(&self, key: char) {
        println!("{key}");
        self.touch();
    }

    fn on_paste(&self, text: &str) {
        println!("{text}");
        self.touch();
    }

    async fn close(self) {
        let timer = self.state.into_inner().unwrap().timer;
        if let Some(timer) = timer {
            println!("{}", timer.await.is_ok());
        }
    }
}
