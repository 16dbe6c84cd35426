//! A list of children, or one after the other.

use rust_supervisor::spec::child::ChildSpec;
use rust_supervisor::spec::supervisor::{RestartLimit, SupervisionStrategy, SupervisorSpec};
use rust_supervisor::spec::supervisor_builder::SupervisorSpecBuilder;
use std::time::Duration;

pub fn by_default(feed: ChildSpec, audit: ChildSpec) -> SupervisorSpec {
    SupervisorSpec::root(vec![feed, audit]) //= supervisor strategy=one-for-one restart_limit=3_restarts_in_10_s child_names=["feed","audit"]
}

/// What they are is not known here: they may belong together.
pub fn in_order(feed: ChildSpec, audit: ChildSpec) -> SupervisorSpec {
    let mut spec = SupervisorSpec::root(vec![feed, audit]); //= supervisor strategy=rest-for-one together=feed+audit
    spec.strategy = SupervisionStrategy::RestForOne;
    spec
}

pub fn one_more(feed: ChildSpec, audit: ChildSpec) -> SupervisorSpecBuilder {
    SupervisorSpecBuilder::root(vec![feed]) //= supervisor strategy=one-for-all restart_limit=5_restarts_in_30_s child_names=["feed","audit"]
        .strategy(SupervisionStrategy::OneForAll)
        .restart_limit(RestartLimit::new(5, Duration::from_secs(30)))
        .child(audit)
}
