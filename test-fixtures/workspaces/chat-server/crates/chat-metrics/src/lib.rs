//! Counters of the process, a page that shows them, and a pusher for a collector.

mod counters;
mod push;
mod server;

pub use counters::{Counter, MESSAGES, SESSIONS, render};
pub use push::Pusher;
pub use server::serve;
