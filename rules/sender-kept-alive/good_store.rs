//! A crossbeam channel as a pool: filled once with as many as it holds, and every
//! reader puts back the one it took. There is always room for it.
use crossbeam_channel::{bounded, Receiver, Sender};
const SLOTS: u16 = 8;
pub struct Buf(Vec<u8>);
fn reader(put: Sender<Buf>, take: Receiver<Buf>, mut poll: impl FnMut(&mut Buf) -> bool) {
    loop {
        let Ok(mut buf) = take.recv() else { return };
        if !poll(&mut buf) {
            put.send(buf).unwrap();
            continue;
        }
        put.send(buf).unwrap();
    }
}
pub fn start() {
    let (put, take) = bounded::<Buf>(SLOTS.into());
    for _ in 0..SLOTS {
        put.send(Buf(Vec::new())).unwrap();
    }
    let t = std::thread::spawn(move || reader(put, take, |b| b.0.is_empty()));
    t.join().unwrap();
}

fn main() {}
