// A handle behind a boxed future, in a map that is polled.

use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::HashMap;
use std::task::Context;

pub struct InFlight {
    requests: Option<HashMap<u8, BoxFuture<'static, ()>>>,
}

impl InFlight {
    pub fn send(&mut self, id: u8) {
        let request = tokio::spawn(async move { println!("request {id}") });
        if let Some(requests) = self.requests.as_mut() {
            requests.insert(id, request.map(|_| ()).boxed());
        }
    }

    pub fn is_done(&mut self, id: u8, cx: &mut Context<'_>) -> bool {
        let request = self.requests.as_mut().and_then(|requests| requests.get_mut(&id));
        request.map(|request| request.poll_unpin(cx).is_ready()).unwrap_or(true)
    }
}
