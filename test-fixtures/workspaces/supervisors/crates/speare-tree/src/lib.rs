//! Each child says what is done when it fails.

use speare::{Actor, Backoff, Ctx, ExitReason, Handle, Limit, Supervision};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

pub struct Store;

impl Actor for Store {
    type Props = ();
    type Msg = String;
    type Err = ();

    async fn init(_: &mut Ctx<Self>) -> Result<Self, ()> {
        Ok(Store)
    }
}

pub struct Gate;

impl Actor for Gate {
    type Props = Handle<String>;
    type Msg = String;
    type Err = ();

    async fn init(_: &mut Ctx<Self>) -> Result<Self, ()> {
        Ok(Gate)
    }

    async fn handle(&mut self, line: String, ctx: &mut Ctx<Self>) -> Result<(), ()> {
        ctx.props().send(line);
        Ok(())
    }
}

/// Both are started again without an end.
pub struct ByDefault; //= supervisor api=speare::Actor strategy=one-for-one restart_limit=none child_names=["Store","Gate"] together=Store+Gate

impl Actor for ByDefault {
    type Props = ();
    type Msg = ();
    type Err = ();

    async fn init(ctx: &mut Ctx<Self>) -> Result<Self, ()> {
        let store = ctx.actor::<Store>(()).spawn();
        ctx.actor::<Gate>(store).spawn();
        Ok(ByDefault)
    }
}

/// One three times, and one never.
pub struct WithWords; //= supervisor strategy=one-for-one restart_limit=3_restarts,_no_restart child_names=["Store","Gate"]

impl Actor for WithWords {
    type Props = ();
    type Msg = ();
    type Err = ();

    async fn init(ctx: &mut Ctx<Self>) -> Result<Self, ()> {
        let restart = Supervision::Restart { max: Limit::Amount(3), backoff: Backoff::None };
        let store = ctx.actor::<Store>(()).supervision(restart).spawn();
        ctx.actor::<Gate>(store).supervision(Supervision::Stop).spawn();
        Ok(WithWords)
    }
}

/// No child is started again.
pub struct Never; //= supervisor strategy=none restart_limit=no_restart

impl Actor for Never {
    type Props = ();
    type Msg = ();
    type Err = ();

    async fn init(ctx: &mut Ctx<Self>) -> Result<Self, ()> {
        ctx.actor::<Store>(()).supervision(Supervision::Stop).spawn();
        Ok(Never)
    }
}

static TAKEN: LazyLock<Mutex<HashMap<u64, String>>> = LazyLock::new(Mutex::default);
static KEYS: LazyLock<Mutex<HashMap<u64, String>>> = LazyLock::new(Mutex::default);

/// It takes a room, and never gives it back.
pub struct Squatter;

impl Actor for Squatter { //~ missing-terminate-handler
    type Props = u64;
    type Msg = ();
    type Err = ();

    async fn init(ctx: &mut Ctx<Self>) -> Result<Self, ()> {
        TAKEN.lock().unwrap().insert(*ctx.props(), "taken".to_owned());
        Ok(Squatter)
    }
}

/// It gives its key back.
pub struct Guest;

impl Actor for Guest {
    type Props = u64;
    type Msg = ();
    type Err = ();

    async fn init(ctx: &mut Ctx<Self>) -> Result<Self, ()> {
        KEYS.lock().unwrap().insert(*ctx.props(), "with the guest".to_owned());
        Ok(Guest)
    }

    async fn exit(_: Option<Self>, _: ExitReason<Self>, ctx: &mut Ctx<Self>) {
        KEYS.lock().unwrap().remove(ctx.props());
    }
}
