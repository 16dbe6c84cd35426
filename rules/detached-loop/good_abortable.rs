//! Work with an abort handle of its own, which somebody keeps.

use futures::future::{AbortHandle, Abortable, abortable};
use std::time::Duration;
use tokio::time::sleep;

async fn beat() {
    loop {
        sleep(Duration::from_secs(1)).await;
        println!("beat");
    }
}

pub struct Heart {
    abort: AbortHandle,
}

impl Drop for Heart {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

pub fn with_registration() -> Heart {
    let (abort, registration) = AbortHandle::new_pair();
    tokio::spawn(Abortable::new(beat(), registration));
    Heart { abort }
}

pub fn with_registration_first() -> Heart {
    let (abort, registration) = AbortHandle::new_pair();
    let work = Abortable::new(beat(), registration);
    tokio::spawn(work);
    Heart { abort }
}

pub fn with_function() -> Heart {
    let (work, abort) = abortable(beat());
    tokio::spawn(work);
    Heart { abort }
}
