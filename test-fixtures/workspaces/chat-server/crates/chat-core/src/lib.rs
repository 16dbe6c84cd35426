//! What a chat is made of: the protocol, rooms and their history, and who is there.

mod history;
mod hub;
mod presence;
mod protocol;
mod room;
mod typing;

pub use history::History;
pub use hub::Hub;
pub use presence::{Presence, PresenceGuard};
pub use protocol::{ClientMessage, ProtocolError, RoomName, ServerMessage, UserName};
pub use room::{Event, Room};
pub use typing::{Typing, follow_typing};
