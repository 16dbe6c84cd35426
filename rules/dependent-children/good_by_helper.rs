//! A function of the actor starts the child, and the sibling is told.

use ractor::{Actor, ActorCell, ActorProcessingErr, ActorRef, SupervisionEvent};

pub struct Ledger;
pub enum LedgerMsg {
    Book(u64, i64),
}

impl Actor for Ledger {
    type Msg = LedgerMsg;
    type State = i64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<LedgerMsg>, _: ()) -> Result<i64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(&self, _: ActorRef<LedgerMsg>, msg: LedgerMsg, total: &mut i64) -> Result<(), ActorProcessingErr> {
        let LedgerMsg::Book(account, amount) = msg;
        *total = total.checked_add(amount).ok_or("overflow")?;
        println!("{account}: {total}");
        Ok(())
    }
}

pub struct Gateway;
pub enum GatewayMsg {
    Payment { account: u64, cents: i64 },
    UseLedger(ActorRef<LedgerMsg>),
}
pub struct GatewayState {
    ledger: ActorRef<LedgerMsg>,
}

impl Actor for Gateway {
    type Msg = GatewayMsg;
    type State = GatewayState;
    type Arguments = ActorRef<LedgerMsg>;

    async fn pre_start(&self, _: ActorRef<GatewayMsg>, ledger: ActorRef<LedgerMsg>) -> Result<GatewayState, ActorProcessingErr> {
        Ok(GatewayState { ledger })
    }

    async fn handle(&self, _: ActorRef<GatewayMsg>, msg: GatewayMsg, state: &mut GatewayState) -> Result<(), ActorProcessingErr> {
        match msg {
            GatewayMsg::Payment { account, cents } => state.ledger.cast(LedgerMsg::Book(account, cents))?,
            GatewayMsg::UseLedger(ledger) => state.ledger = ledger,
        }
        Ok(())
    }
}

pub struct Bank;
pub struct BankState {
    ledger: ActorRef<LedgerMsg>,
    gateway: ActorRef<GatewayMsg>,
    restarts: u32,
}

impl Bank {
    async fn start_ledger(&self, me: ActorCell) -> Result<ActorRef<LedgerMsg>, ActorProcessingErr> {
        let (ledger, _) = Actor::spawn_linked(None, Ledger, (), me).await?;
        Ok(ledger)
    }
}

impl Actor for Bank {
    type Msg = ();
    type State = BankState;
    type Arguments = ();

    async fn pre_start(&self, myself: ActorRef<()>, _: ()) -> Result<BankState, ActorProcessingErr> {
        let ledger = self.start_ledger(myself.get_cell()).await?;
        let (gateway, _) = Actor::spawn_linked(None, Gateway, ledger.clone(), myself.get_cell()).await?;
        Ok(BankState { ledger, gateway, restarts: 0 })
    }

    async fn handle_supervisor_evt(&self, myself: ActorRef<()>, event: SupervisionEvent, state: &mut BankState) -> Result<(), ActorProcessingErr> {
        if let SupervisionEvent::ActorFailed(who, reason) = event {
            state.restarts += 1;
            if state.restarts > 5 {
                return Err(reason);
            }
            if who.get_id() == state.ledger.get_id() {
                state.ledger = self.start_ledger(myself.get_cell()).await?;
                state.gateway.cast(GatewayMsg::UseLedger(state.ledger.clone()))?;
            }
        }
        Ok(())
    }
}
