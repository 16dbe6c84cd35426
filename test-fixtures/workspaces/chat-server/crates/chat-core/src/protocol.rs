//! The line protocol: one message a line, a command word first.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Longest text that a client may say at once.
const MAX_TEXT: usize = 2_000;

/// Why a line was refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ProtocolError {
    /// The command word is not known.
    #[error("unknown command `{0}`")]
    UnknownCommand(String),
    /// A command came without its argument.
    #[error("`{0}` needs an argument")]
    MissingArgument(&'static str),
    /// The text is longer than allowed.
    #[error("the text is longer than {MAX_TEXT} bytes")]
    TooLong,
    /// A name has characters that names cannot have.
    #[error("`{0}` is not a name")]
    BadName(String),
}

/// A user's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserName(String);

/// A room's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomName(String);

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientMessage {
    /// `NICK name`
    Nick(UserName),
    /// `JOIN room`
    Join(RoomName),
    /// `SAY text`
    Say(String),
    /// `TYPING`
    Typing,
    /// `WHO`
    Who,
    /// `QUIT`
    Quit,
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerMessage {
    /// Somebody said something.
    Said { from: UserName, text: String },
    /// Somebody came.
    Joined(UserName),
    /// Somebody went.
    Left(UserName),
    /// Who is here.
    Names(Vec<UserName>),
    /// Messages were lost because the client is slow.
    Missed(u64),
    /// A line was refused.
    Refused(ProtocolError),
}

fn name(text: &str) -> Result<String, ProtocolError> {
    let fits = !text.is_empty() && text.len() <= 32 && text.chars().all(|c| c.is_alphanumeric() || c == '-');
    if fits { Ok(text.to_owned()) } else { Err(ProtocolError::BadName(text.to_owned())) }
}

impl FromStr for UserName {
    type Err = ProtocolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        name(text).map(Self)
    }
}

impl FromStr for RoomName {
    type Err = ProtocolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        name(text.trim_start_matches('#')).map(Self)
    }
}

impl FromStr for ClientMessage {
    type Err = ProtocolError;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let (command, argument) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
        match command {
            "NICK" => Ok(Self::Nick(argument.parse()?)),
            "JOIN" => Ok(Self::Join(argument.parse()?)),
            "SAY" if argument.is_empty() => Err(ProtocolError::MissingArgument("SAY")),
            "SAY" if argument.len() > MAX_TEXT => Err(ProtocolError::TooLong),
            "SAY" => Ok(Self::Say(argument.to_owned())),
            "TYPING" => Ok(Self::Typing),
            "WHO" => Ok(Self::Who),
            "QUIT" => Ok(Self::Quit),
            other => Err(ProtocolError::UnknownCommand(other.to_owned())),
        }
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Display for ServerMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said { from, text } => write!(f, "SAID {from} {text}"),
            Self::Joined(user) => write!(f, "JOINED {user}"),
            Self::Left(user) => write!(f, "LEFT {user}"),
            Self::Names(users) => {
                f.write_str("NAMES")?;
                users.iter().try_for_each(|user| write!(f, " {user}"))
            }
            Self::Missed(count) => write!(f, "MISSED {count}"),
            Self::Refused(error) => write!(f, "REFUSED {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientMessage, ProtocolError};

    #[test]
    fn says() {
        assert_eq!("SAY hello you".parse(), Ok(ClientMessage::Say("hello you".to_owned())));
        assert_eq!("SAY".parse::<ClientMessage>(), Err(ProtocolError::MissingArgument("SAY")));
    }
}
