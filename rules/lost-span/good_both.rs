// The task has its span, and the wait has one, too.
use tracing::{Instrument, info_span};

pub async fn start(id: u32) {
    let _ = tokio::spawn(run(id).in_current_span()).instrument(info_span!("wait")).await;
    run(id).instrument(info_span!("plain")).await;
}

/// The same, with the handle in a variable.
pub async fn later(id: u32) {
    let handle = tokio::spawn(run(id).in_current_span());
    let _ = handle.instrument(info_span!("wait")).await;
}

struct Orchestra;

impl Orchestra {
    fn instrument(self, _name: &str) -> Self {
        self
    }
}

pub fn play(orchestra: Orchestra) -> Orchestra {
    orchestra.instrument("violin")
}

async fn run(_id: u32) {}
