//! An actor ends with the last of its owners, and what it has is dropped.

use stakker::{ActorOwn, CX, Stakker, actor, call, ret_nop};
use std::time::Instant;

pub struct Child {
    count: u64,
}

impl Child {
    fn init(_: CX![], count: u64) -> Option<Self> {
        Some(Self { count })
    }

    fn add(&mut self, _: CX![]) {
        self.count += 1;
    }
}

pub struct Parent {
    child: ActorOwn<Child>,
}

impl Parent {
    fn init(cx: CX![]) -> Option<Self> {
        let child = actor!(cx, Child::init(0), ret_nop!());
        Some(Self { child })
    }

    fn tick(&mut self, _: CX![]) {
        call!([self.child], add());
    }
}

pub fn run() {
    let mut stakker = Stakker::new(Instant::now());
    let parent = actor!(stakker, Parent::init(), ret_nop!());
    call!([parent], tick());
    stakker.run(Instant::now(), false);
}
