//! It waits before it ends, and so before it is started again.

use actix::prelude::*;
use std::time::Duration;
use tokio::net::TcpStream;

struct Feed {
    address: String,
    stream: Option<TcpStream>,
}

impl Actor for Feed {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Context<Self>) {
        TcpStream::connect(self.address.clone())
            .into_actor(self)
            .map(|result, act, ctx| match result {
                Ok(stream) => act.stream = Some(stream),
                Err(error) => {
                    log::error!("cannot connect to {}: {error}", act.address);
                    ctx.run_later(Duration::from_secs(5), |_, ctx| ctx.stop());
                }
            })
            .wait(ctx);
    }
}

impl Supervised for Feed {}

fn start() -> Addr<Feed> {
    Supervisor::start(|_| Feed { address: "feed.example:7001".into(), stream: None })
}
