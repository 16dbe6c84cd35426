//! The event of success answers who waits; the event of failure is logged, and who waits does so for ever.

use std::collections::HashMap;
use tokio::sync::{mpsc, oneshot};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PeerId(u64);

pub enum Event {
    Connected { peer: PeerId },
    DialFailed { peer: Option<PeerId>, error: String },
    Closed { peer: PeerId },
}

pub struct Network {
    dialing: HashMap<PeerId, oneshot::Sender<()>>,
}

impl Network {
    pub async fn run(
        mut self,
        mut dials: mpsc::Receiver<(PeerId, oneshot::Sender<()>)>,
        mut events: mpsc::Receiver<Event>,
    ) {
        loop {
            tokio::select! {
                Some((peer, answer)) = dials.recv() => {
                    self.dialing.insert(peer, answer); //~ registry-partly-pruned
                }
                Some(event) = events.recv() => self.on_event(event),
                else => break,
            }
        }
    }

    fn on_event(&mut self, event: Event) {
        match event {
            Event::Connected { peer } => {
                if let Some(answer) = self.dialing.remove(&peer) {
                    let _ = answer.send(());
                }
            }
            Event::DialFailed { peer: Some(peer), error } => tracing::warn!(?peer, error, "could not connect"),
            Event::DialFailed { error, .. } => tracing::warn!(error, "could not connect"),
            Event::Closed { peer } => tracing::debug!(?peer, "closed"),
        }
    }
}
