//! The sender lies in a queue that somebody may empty.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

#[derive(Clone, Default)]
pub struct Queue {
    state: Arc<Mutex<HashMap<usize, watch::Sender<u8>>>>,
}

pub struct Handle {
    id: usize,
    rx: watch::Receiver<u8>,
    queue: Queue,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.queue.state.lock().unwrap().remove(&self.id);
    }
}

impl Queue {
    pub fn insert(&self, id: usize) -> Handle {
        let (tx, rx) = watch::channel(0);
        self.state.lock().unwrap().insert(id, tx);
        Handle { id, rx, queue: self.clone() }
    }
}

impl Queue {
    pub fn clear(&self) {
        self.state.lock().unwrap().clear();
    }
}

impl Handle {
    pub async fn next(&mut self) -> u8 {
        let _ = self.rx.changed().await;
        *self.rx.borrow_and_update()
    }
}

pub async fn serve(mut frames: other_crate::Group, mut priority: Handle) {
    loop { //~ recv-error-spin
        let frame = tokio::select! {
            biased;
            frame = frames.next_frame() => frame,
            priority = priority.next() => {
                println!("{priority}");
                continue;
            }
        };
        match frame {
            Some(frame) => println!("{}", frame.len()),
            None => return,
        }
    }
}
