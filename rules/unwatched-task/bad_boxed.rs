// A handle behind a boxed future, in a map that nobody polls.

use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::HashMap;

pub struct InFlight {
    requests: Option<HashMap<u8, BoxFuture<'static, ()>>>,
}

impl InFlight {
    pub fn send(&mut self, id: u8) {
        let request = tokio::spawn(async move { println!("request {id}") }); //~ unwatched-task
        if let Some(requests) = self.requests.as_mut() {
            requests.insert(id, request.map(|_| ()).boxed());
        }
    }

    pub fn forget(&mut self) {
        if let Some(requests) = self.requests.as_mut() {
            println!("{} requests", requests.len());
        }
    }
}
