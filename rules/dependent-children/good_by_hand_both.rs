//! Who needs the store is started again with it.

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use std::time::Duration;

pub struct Store;

pub enum StoreMsg {
    Put(u64),
}

impl Actor for Store {
    type Msg = StoreMsg;
    type State = Vec<u64>;
    type Arguments = ();

    async fn pre_start(&self, _me: ActorRef<StoreMsg>, (): ()) -> Result<Vec<u64>, ActorProcessingErr> {
        Ok(Vec::new())
    }

    async fn handle(
        &self,
        _me: ActorRef<StoreMsg>,
        StoreMsg::Put(number): StoreMsg,
        state: &mut Vec<u64>,
    ) -> Result<(), ActorProcessingErr> {
        state.push(number);
        Ok(())
    }
}

pub struct Feed;

pub enum FeedMsg {
    Found(u64),
}

pub struct FeedState {
    store: ActorRef<StoreMsg>,
}

impl Actor for Feed {
    type Msg = FeedMsg;
    type State = FeedState;
    type Arguments = ActorRef<StoreMsg>;

    async fn pre_start(
        &self,
        _me: ActorRef<FeedMsg>,
        store: ActorRef<StoreMsg>,
    ) -> Result<FeedState, ActorProcessingErr> {
        Ok(FeedState { store })
    }

    async fn handle(
        &self,
        _me: ActorRef<FeedMsg>,
        message: FeedMsg,
        state: &mut FeedState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            FeedMsg::Found(number) => state.store.cast(StoreMsg::Put(number))?,
        }
        Ok(())
    }
}

pub struct Root;

pub struct RootState {
    store: ActorRef<StoreMsg>,
    feed: ActorRef<FeedMsg>,
}

impl Actor for Root {
    type Msg = ();
    type State = RootState;
    type Arguments = ();

    async fn pre_start(&self, me: ActorRef<()>, (): ()) -> Result<RootState, ActorProcessingErr> {
        let (store, _) = Actor::spawn_linked(None, Store, (), me.get_cell()).await?;
        let (feed, _) = Actor::spawn_linked(None, Feed, store.clone(), me.get_cell()).await?;
        Ok(RootState { store, feed })
    }

    async fn handle_supervisor_evt(
        &self,
        me: ActorRef<()>,
        event: SupervisionEvent,
        state: &mut RootState,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(who, error) => {
                eprintln!("{}: {error}", who.get_id());
                tokio::time::sleep(Duration::from_secs(1)).await;
                if who.get_id() == state.store.get_id() {
                    let (store, _) = Actor::spawn_linked(None, Store, (), me.get_cell()).await?;
                    state.store = store;
                    state.feed.stop(None);
                    let (feed, _) = Actor::spawn_linked(None, Feed, state.store.clone(), me.get_cell()).await?;
                    state.feed = feed;
                } else if who.get_id() == state.feed.get_id() {
                    let store = state.store.clone();
                    let (feed, _) = Actor::spawn_linked(None, Feed, store, me.get_cell()).await?;
                    state.feed = feed;
                }
            }
            SupervisionEvent::ActorTerminated(..) => {}
            _ => {}
        }
        Ok(())
    }
}
