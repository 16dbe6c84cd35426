//! Each child has a branch of its own, and the one that needs another keeps the reference of the one that was.

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

struct Ledger;

enum LedgerMsg {
    Book(i64),
}

impl Actor for Ledger {
    type Msg = LedgerMsg;
    type State = i64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<LedgerMsg>, _: ()) -> Result<i64, ActorProcessingErr> {
        Ok(0)
    }
}

struct Till;

struct TillState {
    ledger: ActorRef<LedgerMsg>, //~ dependent-children
}

enum TillMsg {
    Sold(i64),
}

impl Actor for Till {
    type Msg = TillMsg;
    type State = TillState;
    type Arguments = ActorRef<LedgerMsg>;

    async fn pre_start(&self, _: ActorRef<TillMsg>, ledger: ActorRef<LedgerMsg>) -> Result<TillState, ActorProcessingErr> {
        Ok(TillState { ledger })
    }

    async fn handle(&self, _: ActorRef<TillMsg>, msg: TillMsg, state: &mut TillState) -> Result<(), ActorProcessingErr> {
        let TillMsg::Sold(cents) = msg;
        if let Err(error) = state.ledger.cast(LedgerMsg::Book(cents)) {
            tracing::error!(%error, "a sale is not booked");
        }
        Ok(())
    }
}

struct Shop;

struct ShopState {
    ledger: ActorRef<LedgerMsg>,
    till: ActorRef<TillMsg>,
}

async fn start_ledger(shop: &ActorRef<()>) -> Result<ActorRef<LedgerMsg>, ActorProcessingErr> {
    let (ledger, _) = Actor::spawn_linked(Some("ledger".into()), Ledger, (), shop.get_cell()).await?;
    Ok(ledger)
}

async fn start_till(shop: &ActorRef<()>, ledger: ActorRef<LedgerMsg>) -> Result<ActorRef<TillMsg>, ActorProcessingErr> {
    let (till, _) = Actor::spawn_linked(Some("till".into()), Till, ledger, shop.get_cell()).await?;
    Ok(till)
}

impl Actor for Shop {
    type Msg = ();
    type State = ShopState;
    type Arguments = ();

    async fn pre_start(&self, myself: ActorRef<()>, _: ()) -> Result<ShopState, ActorProcessingErr> {
        let ledger = start_ledger(&myself).await?;
        let till = start_till(&myself, ledger.clone()).await?;
        Ok(ShopState { ledger, till })
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<()>,
        event: SupervisionEvent,
        state: &mut ShopState,
    ) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, error) = event {
            tracing::warn!(%error, "a child has failed");
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            if who.get_id() == state.ledger.get_id() {
                state.ledger = start_ledger(&myself).await?;
            } else if who.get_id() == state.till.get_id() {
                state.till = start_till(&myself, state.ledger.clone()).await?;
            }
        }
        Ok(())
    }
}
