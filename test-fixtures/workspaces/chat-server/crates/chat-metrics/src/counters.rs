//! Counters that live as long as the process.

use std::sync::atomic::{AtomicU64, Ordering};

/// A number that goes up and down.
#[derive(Debug)]
pub struct Counter {
    name: &'static str,
    value: AtomicU64,
}

impl Counter {
    const fn new(name: &'static str) -> Self {
        Self { name, value: AtomicU64::new(0) }
    }

    /// One more.
    pub fn up(&self) {
        self.value.fetch_add(1, Ordering::Relaxed);
    }

    /// One less.
    pub fn down(&self) {
        self.value.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Connections that are open.
pub static SESSIONS: Counter = Counter::new("chat_sessions");

/// Messages that were said.
pub static MESSAGES: Counter = Counter::new("chat_messages_total");

/// All counters as text.
pub fn render() -> String {
    let mut page = String::new();
    for counter in [&SESSIONS, &MESSAGES] {
        page.push_str(counter.name);
        page.push(' ');
        page.push_str(&counter.value.load(Ordering::Relaxed).to_string());
        page.push('\n');
    }
    page
}
