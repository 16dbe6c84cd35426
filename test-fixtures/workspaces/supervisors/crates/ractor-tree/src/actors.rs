use ractor::{Actor, ActorProcessingErr, ActorRef};

pub enum ArchiveMsg {
    Keep(String),
}

pub struct Archive;

impl Actor for Archive {
    type Msg = ArchiveMsg;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<ArchiveMsg>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(&self, _: ActorRef<ArchiveMsg>, msg: ArchiveMsg, kept: &mut u64) -> Result<(), ActorProcessingErr> {
        let ArchiveMsg::Keep(line) = msg;
        *kept += line.len() as u64;
        Ok(())
    }
}

pub struct Gate;

pub struct GateState {
    archive: ActorRef<ArchiveMsg>, //~ dependent-children
}

impl Actor for Gate {
    type Msg = String;
    type State = GateState;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<String>, _: ()) -> Result<GateState, ActorProcessingErr> {
        let archive = ActorRef::where_is("archive".to_owned()).ok_or("no archive")?;
        Ok(GateState { archive })
    }

    async fn handle(&self, _: ActorRef<String>, line: String, state: &mut GateState) -> Result<(), ActorProcessingErr> {
        state.archive.cast(ArchiveMsg::Keep(line))?;
        Ok(())
    }
}

pub struct Clock;

impl Actor for Clock {
    type Msg = ();
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<()>, _: ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }
}
