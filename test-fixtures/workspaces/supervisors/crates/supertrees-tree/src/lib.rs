//! Processes of the operating system, each started again alone.

use supertrees::{RestartPolicy, Supertree, Worker};

pub struct Importer;
pub struct Exporter;

impl Worker for Importer {}
impl Worker for Exporter {}

pub fn start() {
    Supertree::new() //= supervisor strategy=one-for-one restart_limit=none,_after_pauses child_names=["Importer","supervisor"]
        .add_worker(Importer)
        .add_supervisor(|supervisor| { //= supervisor strategy=one-for-one restart_limit=1_restart child_names=["Exporter"]
            supervisor.with_restart_policy(RestartPolicy::Once).add_worker(Exporter)
        })
        .start();
}
