//! Where values go, and whether code ends.
//!
//! Knows control and data flow and what the catalog says of calls; nothing of tasks and rules.

mod endless_iterators;
mod ends;
mod group_ends;
mod index;
mod lends;
mod live;
mod own_waits;
mod raced;
mod ranges;
mod rounds;
mod uses;
mod values;

pub use ends::{EndKind, Ends, EndsCx, Exit, Source, SourceOp, is_end_pattern};
pub use index::Index;
pub use live::is_move;
pub use ranges::{Range, range_of};
pub use uses::{BindSource, Parent, Uses};
pub use values::{Event, EventKind, Place, Tracker, field_bound};

#[cfg(test)]
mod tests;
