//! What actors take at their start, and give back in `post_stop`, or not. `post_stop` does not run for one that is
//! killed; that is not asked here.

use ractor::thread_local::ThreadLocalActor;
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
pub struct Ports {
    taken: Arc<Mutex<HashMap<u16, String>>>,
    lent: Arc<Mutex<HashMap<u16, String>>>,
    open: Arc<Mutex<HashMap<u16, String>>>,
}

pub struct Squatter;

impl Actor for Squatter { //~ missing-terminate-handler
    type Msg = ();
    type State = ();
    type Arguments = (u16, Ports);

    async fn pre_start(&self, _: ActorRef<()>, (port, ports): (u16, Ports)) -> Result<(), ActorProcessingErr> {
        ports.taken.lock().unwrap().insert(port, "taken".to_owned());
        Ok(())
    }
}

pub struct Guest;

impl Actor for Guest {
    type Msg = ();
    type State = (u16, Ports);
    type Arguments = (u16, Ports);

    async fn pre_start(&self, _: ActorRef<()>, given: (u16, Ports)) -> Result<(u16, Ports), ActorProcessingErr> {
        let (port, ports) = &given;
        ports.lent.lock().unwrap().insert(*port, "lent".to_owned());
        Ok(given)
    }

    async fn post_stop(&self, _: ActorRef<()>, (port, ports): &mut (u16, Ports)) -> Result<(), ActorProcessingErr> {
        ports.lent.lock().unwrap().remove(port);
        Ok(())
    }
}

#[derive(Default)]
pub struct Local;

impl ThreadLocalActor for Local { //~ missing-terminate-handler
    type Msg = ();
    type State = ();
    type Arguments = (u16, Ports);

    async fn pre_start(&self, _: ActorRef<()>, (port, ports): (u16, Ports)) -> Result<(), ActorProcessingErr> {
        ports.open.lock().unwrap().insert(port, "open".to_owned());
        Ok(())
    }
}
