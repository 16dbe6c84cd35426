//! The children are a tuple of types.

use lunatic::ap::{AbstractProcess, Config, ProcessRef, State};
use lunatic::serializer::Bincode;
use lunatic::supervisor::{Supervisor, SupervisorConfig, SupervisorStrategy};

pub struct Store(Vec<String>);

impl AbstractProcess for Store {
    type State = Store;
    type Serializer = Bincode;
    type Arg = ();
    type Handlers = ();
    type StartupError = ();

    fn init(_: Config<Self>, (): ()) -> Result<Store, ()> {
        Ok(Store(Vec::new()))
    }
}

/// It has the store.
pub struct Gate {
    store: ProcessRef<Store>,
}

impl AbstractProcess for Gate {
    type State = Gate;
    type Serializer = Bincode;
    type Arg = ProcessRef<Store>;
    type Handlers = ();
    type StartupError = ();

    fn init(_: Config<Self>, store: ProcessRef<Store>) -> Result<Gate, ()> {
        Ok(Gate { store })
    }
}

pub struct Clock(u64);

impl AbstractProcess for Clock {
    type State = Clock;
    type Serializer = Bincode;
    type Arg = ();
    type Handlers = ();
    type StartupError = ();

    fn init(_: Config<Self>, (): ()) -> Result<Clock, ()> {
        Ok(Clock(0))
    }
}

/// One for one where nobody says.
pub struct Alone; //= supervisor api=lunatic::supervisor::Supervisor strategy=one-for-one restart_limit=none child_names=["Store","Clock"] together=Store,Clock

impl Supervisor for Alone {
    type Arg = ();
    type Children = (Store, Clock);

    fn init(config: &mut SupervisorConfig<Self>, (): ()) {
        config.set_args(((), ()));
    }
}

/// Strangers.
pub struct Together; //= supervisor strategy=one-for-all

impl Supervisor for Together {
    type Arg = ();
    type Children = (Clock, Store);

    fn init(config: &mut SupervisorConfig<Self>, (): ()) {
        config.set_strategy(SupervisorStrategy::OneForAll); //~ unrelated-children
        config.set_args(((), ()));
    }
}

/// In order.
pub struct InOrder; //= supervisor strategy=rest-for-one child_names=["Store","Gate"] together=Store+Gate

impl Supervisor for InOrder {
    type Arg = ProcessRef<Store>;
    type Children = (Store, Gate);

    fn init(config: &mut SupervisorConfig<Self>, store: ProcessRef<Store>) {
        config.set_strategy(SupervisorStrategy::RestForOne);
        config.set_args(((), store));
    }
}

/// The gate comes first.
pub struct NotInOrder; //= supervisor strategy=rest-for-one

impl Supervisor for NotInOrder {
    type Arg = ProcessRef<Store>;
    type Children = (Gate, Store); //~ restart-order

    fn init(config: &mut SupervisorConfig<Self>, store: ProcessRef<Store>) {
        config.set_strategy(SupervisorStrategy::RestForOne);
        config.set_args((store, ()));
    }
}

/// One alone.
pub struct Single; //= supervisor child_names=["Clock"]

impl Supervisor for Single {
    type Arg = ();
    type Children = Clock;

    fn init(config: &mut SupervisorConfig<Self>, (): ()) {
        config.set_args(());
    }
}

impl Clock {
    pub fn now(state: State<Self>) -> u64 {
        state.0
    }
}
