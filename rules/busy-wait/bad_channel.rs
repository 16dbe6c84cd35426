// Looking into an empty channel again and again.
use std::sync::mpsc::Receiver;

fn all_that_is_there(rx: Receiver<u32>) {
    loop { //~ busy-wait
        for n in rx.try_iter() {
            println!("{n}");
        }
    }
}

fn one_by_one(rx: crossbeam_channel::Receiver<u32>) {
    loop { //~ busy-wait
        while let Ok(n) = rx.try_recv() {
            println!("{n}");
        }
    }
}
