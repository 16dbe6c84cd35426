use kameo::prelude::*;
use std::collections::HashMap;

/// Needs nobody.
#[derive(Clone, Default)]
pub struct Catalog {
    pub names: HashMap<u64, String>,
}

impl Actor for Catalog {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}

pub struct SearchArgs {
    pub catalog: ActorRef<Catalog>,
    pub width: usize,
}

/// Asks the catalog.
pub struct Search {
    args: SearchArgs,
}

impl Search {
    pub fn width(&self) -> usize {
        self.args.width
    }
}

impl Actor for Search {
    type Args = SearchArgs;
    type Error = Infallible;

    async fn on_start(args: SearchArgs, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(Search { args })
    }
}

/// Needs nobody, and nobody needs it.
#[derive(Clone)]
pub struct Mailer {
    pub host: String,
}

impl Actor for Mailer {
    type Args = Self;
    type Error = Infallible;

    async fn on_start(args: Self, _: ActorRef<Self>) -> Result<Self, Infallible> {
        Ok(args)
    }
}
