//! Threads that go on until a flag says so, states that are kept in one number, and looks at a stop channel.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

pub fn start(stop: Arc<AtomicBool>, jobs: Receiver<u32>) -> Vec<JoinHandle<()>> {
    let (for_rounds, for_jobs) = (stop.clone(), stop.clone());
    vec![
        spawn(move || { //= task body=loop-exits stoppable=true
            while !stop.load(Ordering::Relaxed) { //= loop source=interval form=while-let exit_signal=true
                sleep(Duration::from_secs(1));
            }
        }),
        spawn(move || { //= task body=loop-exits stoppable=true
            for round in 0usize.. { //= loop source=interval form=for exit_signal=true
                if for_rounds.load(Ordering::Relaxed) {
                    break;
                }
                println!("{round}");
                sleep(Duration::from_secs(1));
            }
        }),
        spawn(move || { //= task body=loop-exits stoppable=true
            while !for_jobs.load(Ordering::Relaxed) { //= loop source=std-mpsc on_close=exits exit_signal=true
                match next(&jobs) {
                    Ok(job) => println!("{job}"),
                    Err(()) => break,
                }
            }
        }),
    ]
}

fn next(jobs: &Receiver<u32>) -> Result<u32, ()> {
    match jobs.recv_timeout(Duration::from_secs(1)) {
        Ok(job) => Ok(job),
        Err(RecvTimeoutError::Timeout) => Ok(0),
        Err(RecvTimeoutError::Disconnected) => Err(()),
    }
}

enum State {
    Active,
    Over,
}

impl From<u8> for State {
    fn from(number: u8) -> State {
        if number == 0 { State::Active } else { State::Over }
    }
}

pub fn beat(state: Arc<AtomicU8>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop { //= loop source=interval exit_signal=true
            let now: State = state.load(Ordering::Acquire).into();
            if matches!(now, State::Over) {
                break;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
}

/// What comes by the second queue ends it, whatever it is.
pub async fn beside(mut jobs: tokio::sync::mpsc::Receiver<u32>, mut stop: tokio::sync::mpsc::Receiver<String>) {
    loop { //= loop source=mpsc form=loop-select on_close=exits exit_signal=true
        tokio::select! {
            job = jobs.recv() => match job {
                Some(job) => println!("{job}"),
                None => break,
            },
            why = stop.recv() => {
                println!("{why:?}");
                break;
            }
        }
    }
}

pub fn looked_for(stop: Receiver<()>) {
    loop { //= loop source=std-mpsc form=loop-match exit_signal=true
        if let Ok(()) = stop.try_recv() {
            println!("the end");
            break;
        }
        sleep(Duration::from_secs(1));
    }
}
