//! Groups of actors, each started again as its group says; by default, not at all.

use elfo::prelude::*;
use elfo::{RestartParams, RestartPolicy, Schema};
use std::num::NonZeroU64;
use std::time::Duration;

#[message]
pub struct Sample(u64);

async fn average(mut ctx: Context) {
    let mut samples = Vec::new();
    while let Some(envelope) = ctx.recv().await { //~ missing-terminate-handler
        msg!(match envelope {
            Sample(sample) => {
                samples.push(sample);
                if samples.len() == 60 {
                    println!("{}", samples.drain(..).sum::<u64>());
                }
            }
        })
    }
}

async fn total(mut ctx: Context) {
    let mut samples = Vec::new();
    while let Some(envelope) = ctx.recv().await {
        msg!(match envelope {
            Sample(sample) => {
                samples.push(sample);
                if samples.len() == 60 {
                    println!("{}", samples.drain(..).sum::<u64>());
                }
            }
        })
    }
    println!("{}", samples.into_iter().sum::<u64>());
}

pub fn by_default() -> elfo::Blueprint {
    elfo::ActorGroup::new().exec(average) //= supervisor api=elfo::ActorGroup strategy=none restart_limit=no_restart child_names=["average"]
}

pub fn again() -> elfo::Blueprint {
    let each = RestartParams::new(Duration::from_secs(1), Duration::from_secs(30)).max_retries(NonZeroU64::new(5));
    elfo::ActorGroup::new() //= supervisor strategy=one-for-one restart_limit=NonZeroU64::new(5)_restarts child_names=["total"]
        .restart_policy(RestartPolicy::on_failure(each))
        .exec(|ctx| total(ctx))
}

pub fn for_ever() -> elfo::Blueprint {
    let each = RestartParams::new(Duration::from_secs(1), Duration::from_secs(30));
    elfo::ActorGroup::new().restart_policy(RestartPolicy::always(each)).exec(total) //= supervisor restart_limit=none,_after_pauses
}
