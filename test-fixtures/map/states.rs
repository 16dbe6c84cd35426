//! Loops that end by a state that a branch of theirs sets: directly, by a method, or in a part of a part.

use tokio::sync::{mpsc, oneshot};

#[derive(Clone, Copy, PartialEq)]
pub enum State {
    Lead,
    Off,
}

impl State {
    fn leads(self) -> bool {
        matches!(self, Self::Lead)
    }
}

pub struct Inner {
    state: State,
}

impl Inner {
    fn set(&mut self, state: State) {
        self.state = state;
    }
}

pub struct Core {
    numbers: mpsc::Receiver<u8>,
    stop: oneshot::Receiver<()>,
    inner: Inner,
}

impl Core {
    pub async fn directly(mut self) {
        loop { //= loop on_close=exits exit_signal=true verdict=ok
            if self.inner.state != State::Lead {
                return;
            }
            tokio::select! {
                number = self.numbers.recv() => match number {
                    Some(number) => println!("{number}"),
                    None => self.inner.state = State::Off,
                },
                _ = &mut self.stop => self.inner.state = State::Off,
            }
        }
    }

    pub async fn by_methods(mut self) {
        loop { //= loop on_close=exits exit_signal=true verdict=ok
            if !self.leads() {
                return;
            }
            tokio::select! {
                number = self.numbers.recv() => match number {
                    Some(number) => println!("{number}"),
                    None => self.inner.set(State::Off),
                },
                _ = &mut self.stop => self.inner.set(State::Off),
            }
        }
    }

    pub async fn sets_what_goes_on(mut self) {
        loop { //= loop exit_signal=false
            if !self.inner.state.leads() {
                return;
            }
            tokio::select! {
                number = self.numbers.recv() => match number {
                    Some(number) => println!("{number}"),
                    None => return,
                },
                _ = &mut self.stop => self.inner.set(State::Lead),
            }
        }
    }

    fn leads(&self) -> bool {
        self.inner.state.leads()
    }
}

// Which part of a tuple a value is.

pub struct Agent {
    done: u64,
    jobs: mpsc::UnboundedReceiver<u8>,
}

impl Agent {
    fn new() -> Result<(Self, mpsc::UnboundedSender<u8>), String> {
        let (sender, jobs) = mpsc::unbounded_channel();
        Ok((Self { done: 0, jobs }, sender))
    }

    async fn work(&mut self) {
        while let Some(job) = self.jobs.recv().await { //= loop on_close=exits verdict=ok
            self.done += u64::from(job);
        }
    }
}

pub fn start() -> Result<mpsc::UnboundedSender<u8>, String> {
    let (mut agent, jobs) = Agent::new()?;
    tokio::spawn(async move { agent.work().await }); //= task body=loop-exits verdict=detached
    Ok(jobs)
}
