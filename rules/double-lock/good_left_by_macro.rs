//! A guard that one arm drops, where the other arm leaves the function by a macro of the program.
use tokio::sync::Mutex;

pub enum Phase {
    Fresh,
    Seen,
}

pub enum Refused {
    Seen(String),
}

macro_rules! refuse {
    ($kind:ident) => {
        return Err(Refused::$kind(String::new()))
    };
    ($kind:ident, $text:expr $(,)?) => {
        return Err(Refused::$kind($text.to_string()))
    };
}

pub struct Volume {
    phase: Mutex<Phase>,
}

impl Volume {
    pub async fn activate(&self) -> Result<(), Refused> {
        let phase = self.phase.lock().await;
        match *phase {
            Phase::Fresh => {
                drop(phase);
                connect().await;
            }
            Phase::Seen => {
                refuse!(Seen, "was active before");
            }
        }
        *self.phase.lock().await = Phase::Seen;
        Ok(())
    }
}

pub struct Session {
    phase: Mutex<Phase>,
}

impl Session {
    /// What the macro of another crate does is not known.
    pub async fn open(&self) -> Result<(), Refused> {
        let phase = self.phase.lock().await;
        if matches!(*phase, Phase::Fresh) {
            drop(phase);
            connect().await;
        } else {
            errors::refuse!("was active before");
        }
        *self.phase.lock().await = Phase::Seen;
        Ok(())
    }
}

async fn connect() {}
