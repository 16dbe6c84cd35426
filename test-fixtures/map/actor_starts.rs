//! Actors are tasks: what becomes of their references and join handles, and which supervisor they stand under.

use actix::prelude::*;
use kameo::actor::Spawn as _;
use std::collections::HashMap;

struct Room;

impl Actor for Room {
    type Context = Context<Self>;
}

struct Clock;

impl kameo::Actor for Clock {
    type Args = Self;
    type Error = kameo::error::Infallible;

    async fn on_start(clock: Self, _: kameo::actor::ActorRef<Self>) -> Result<Self, Self::Error> {
        Ok(clock)
    }
}

struct Hub; //= supervisor api=ractor::Actor children=["t1"]

impl ractor::Actor for Hub {
    type Msg = ();
    type State = ractor::ActorRef<()>;
    type Arguments = ();

    async fn pre_start(
        &self,
        me: ractor::ActorRef<()>,
        _: (),
    ) -> Result<Self::State, ractor::ActorProcessingErr> {
        let (worker, _) = Worker::spawn_linked(None, Worker, (), me.get_cell()).await?; //= task kind=actor fate=dropped verdict=ok owner=supervisor:Hub exit=shutdown-signal
        Ok(worker)
    }
}

struct Worker;

impl ractor::Actor for Worker {
    type Msg = ();
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ractor::ActorRef<()>, _: ()) -> Result<(), ractor::ActorProcessingErr> {
        Ok(())
    }
}

struct Lobby {
    rooms: HashMap<u64, Addr<Room>>,
    clock: kameo::actor::ActorRef<Clock>,
}

impl Lobby {
    fn new() -> Self {
        Self { rooms: HashMap::new(), clock: Clock::spawn(Clock) } //= task kind=actor fate=stored fate_final=abort-on-drop verdict=ok owner=field:Lobby::clock exit=channel-closed,shutdown-signal
    }

    fn open(&mut self, id: u64) {
        self.rooms.insert(id, Room.start()); //= task kind=actor fate=collected fate_final=abort-on-drop verdict=ok owner=collection:Lobby::rooms
    }

    fn visit() -> Addr<Room> {
        Room::create(|_| Room) //= task kind=actor fate=returned
    }
}

async fn run() {
    // A method of the same name that starts nothing.
    let watch = Stopwatch;
    watch.start();
    Room.start(); //= task kind=actor fate=dropped verdict=detached
    Clock::spawn(Clock); //= task kind=actor fate=dropped verdict=detached
    let (hub, ended) = ractor::Actor::spawn(None, Hub, ()).await.unwrap(); //= task kind=actor fate=awaited verdict=ok
    hub.stop(None);
    let _ = ended.await;
    let (_, other) = Worker::spawn(None, Worker, ()).await.unwrap(); //= task kind=actor fate=dropped verdict=detached stoppable=true body=loop-exits
    drop(other);
    let room = Supervisor::start(|_| Room); //= task kind=actor verdict=ok owner=supervisor:Supervisor
    room.do_send(());
}

struct Stopwatch;

impl Stopwatch {
    fn start(&self) {}
}
