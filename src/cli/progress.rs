//! A line on a terminal's standard error that says that a long run is still going.

use super::Terminal;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Nobody needs to be told of what is over before they look.
const PATIENCE: Duration = Duration::from_millis(700);
const TICK: Duration = Duration::from_millis(120);

/// Shows the line until it is dropped.
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins, if there is a terminal to show it on.
    pub(super) fn start(what: &'static str, term: &Terminal) -> Self {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        if term.quiet || dumb || std::env::var_os("CI").is_some() || !io::stderr().is_terminal() {
            return Self { stop: None, thread: None };
        }
        let signs: &[&str] =
            if term.stderr.unicode { &["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"] } else { &["|", "/", "-", "\\"] };
        let (stop, stopped) = channel();
        let thread = std::thread::spawn(move || {
            let start = Instant::now();
            let mut wait = PATIENCE;
            let mut shown = false;
            for sign in signs.iter().cycle() {
                match stopped.recv_timeout(wait) {
                    Err(RecvTimeoutError::Timeout) => {
                        wait = TICK;
                        shown = true;
                        // Nobody sees it where it cannot be written.
                        let _ = write!(io::stderr(), "\r\u{1b}[2K{sign} {what} ({} s)", start.elapsed().as_secs());
                    }
                    Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            if shown {
                let _ = write!(io::stderr(), "\r\u{1b}[2K");
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It writes a line, nothing more: a fault there is none of the run.
            let _ = thread.join();
        }
    }
}
