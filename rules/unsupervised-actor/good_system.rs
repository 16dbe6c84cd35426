//! It starts it under itself.

use riker::actors::*;

struct Valve;

impl Actor for Valve {
    type Msg = u8;
    fn recv(&mut self, _: &Context<u8>, _: u8, _: Sender) {}
}

impl ActorFactoryArgs<u32> for Valve {
    fn create_args(_: u32) -> Self {
        Self
    }
}

struct Controller;

impl Actor for Controller {
    type Msg = u32;

    fn recv(&mut self, ctx: &Context<u32>, number: u32, _: Sender) {
        let valve = ctx.actor_of_args::<Valve, _>("valve", number);
        if let Err(error) = valve {
            log::error!("no valve {number}: {error}");
        }
    }
}
