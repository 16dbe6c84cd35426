//! actix's `do_send` asks neither for room nor whether the actor lives; it is right to await `send` and to stop.

use actix::{Actor, Addr, Context, Handler, Message};
use std::io;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;

#[derive(Message)]
#[rtype(result = "()")]
pub struct Entry(pub String);

pub struct Journal {
    entries: u64,
}

impl Actor for Journal {
    type Context = Context<Self>;
}

impl Handler<Entry> for Journal {
    type Result = ();

    fn handle(&mut self, Entry(text): Entry, _: &mut Context<Self>) {
        self.entries += 1;
        println!("{} {text}", self.entries);
    }
}

pub async fn enter(socket: TcpStream, journal: Addr<Journal>) -> io::Result<()> {
    let mut lines = BufReader::new(socket).lines();
    while let Some(line) = lines.next_line().await? {
        journal.do_send(Entry(line)); //~ ignored-send-error
    }
    Ok(())
}
