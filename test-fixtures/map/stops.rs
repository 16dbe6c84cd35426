//! Who can end a loop: states that messages, keys and callers set, words, answers, futures in variables, callers.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::sync::{Notify, mpsc, watch};
use tokio_util::sync::CancellationToken;

pub enum Order {
    Cook(u32),
    Close,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Shift {
    Open,
    Over,
}

pub struct Kitchen {
    shift: Shift,
    closes: bool,
    burnt: bool,
    left: u32,
}

impl Kitchen {
    fn take(&mut self, order: Order) {
        match order {
            Order::Cook(number) => self.left += number,
            Order::Close => self.closes = true,
        }
    }

    fn is_open(&self) -> bool {
        self.shift != Shift::Over
    }

    fn bell(&mut self, key: char) {
        if key == 'q' {
            self.shift = Shift::Over;
        }
    }

    pub async fn a_message_sets_a_field(&mut self, mut orders: mpsc::Receiver<Order>) {
        while let Some(order) = orders.recv().await { //= loop exit_signal=true on_close=exits
            self.take(order);
            if self.closes {
                break;
            }
        }
    }

    pub async fn a_key_sets_a_state(&mut self, mut keys: mpsc::Receiver<char>) {
        while self.is_open() { //= loop exit_signal=true
            if let Some(key) = keys.recv().await {
                self.bell(key);
            }
        }
    }

    pub async fn an_error_sets_a_field(&mut self, mut orders: mpsc::Receiver<u32>) {
        while let Some(number) = orders.recv().await { //= loop exit_signal=false
            if cook(number).is_err() {
                self.burnt = true;
            }
            if self.burnt {
                break;
            }
        }
    }

    pub async fn a_count_ends_it(&mut self, mut orders: mpsc::Receiver<u32>) {
        while let Some(_) = orders.recv().await { //= loop exit_signal=false
            self.left -= 1;
            if self.left == 0 {
                break;
            }
        }
    }
}

fn cook(number: u32) -> Result<(), ()> {
    if number == 13 { Err(()) } else { Ok(()) }
}

pub fn what_is_collected_ends_it(orders: &std::sync::mpsc::Receiver<Order>) -> Shift {
    let mut end = None;
    loop { //= loop exit_signal=true
        let mut taken = Vec::new();
        taken.extend(orders.recv());
        for order in taken.drain(..) {
            match order {
                Order::Cook(_) => {}
                Order::Close => end = Some(Shift::Over),
            }
        }
        if let Some(end) = end.take() {
            return end;
        }
    }
}

pub async fn a_word_ends_it(mut lines: mpsc::Receiver<String>) {
    while let Some(line) = lines.recv().await { //= loop exit_signal=true
        if line == "quit" {
            break;
        }
        println!("{line}");
    }
}

pub async fn a_big_number_ends_it(mut sizes: mpsc::Receiver<u32>) {
    while let Some(size) = sizes.recv().await { //= loop exit_signal=false
        if size > 17 {
            break;
        }
    }
}

pub async fn a_watched_state_ends_it(mut shift: watch::Receiver<Shift>) {
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    loop { //= loop exit_signal=true
        tokio::select! {
            _ = beat.tick() => {}
            changed = shift.changed() => {
                if changed.is_err() || *shift.borrow_and_update() == Shift::Over {
                    return;
                }
            }
        }
    }
}

pub fn it_goes_on_for_want_of_a_message(stop: std::sync::mpsc::Receiver<()>) {
    use std::sync::mpsc::RecvTimeoutError::Timeout;
    while let Err(Timeout) = stop.recv_timeout(Duration::from_secs(1)) { //= loop exit_signal=true
        println!("still here");
    }
}

pub async fn a_message_closes_the_channel(mut orders: mpsc::Receiver<Order>) {
    while let Some(order) = orders.recv().await { //= loop exit_signal=true
        match order {
            Order::Cook(number) => println!("{number}"),
            Order::Close => orders.close(),
        }
    }
}

pub async fn a_message_closes_another_channel(mut orders: mpsc::Receiver<Order>, mut old: mpsc::Receiver<u8>) {
    while let Some(order) = orders.recv().await { //= loop exit_signal=false
        match order {
            Order::Cook(number) => println!("{number}"),
            Order::Close => old.close(),
        }
    }
}

pub async fn the_owner_is_gone(kitchen: Weak<Kitchen>, mut orders: mpsc::Receiver<u32>) -> Result<(), String> {
    while let Some(order) = orders.recv().await { //= loop exit_signal=true
        let kitchen = kitchen.upgrade().ok_or_else(|| "gone".to_owned())?;
        println!("{order} {}", kitchen.left);
    }
    Ok(())
}

pub fn the_caller_is_asked<F>(orders: &crossbeam_channel::Receiver<u32>, running: F)
where
    F: Fn() -> bool,
{
    while running() { //= loop exit_signal=true
        if let Ok(order) = orders.recv_timeout(Duration::from_secs(1)) {
            println!("{order}");
        }
    }
}

pub async fn a_token_cuts_the_wait(mut orders: mpsc::Receiver<u32>, token: CancellationToken) {
    loop { //= loop exit_signal=true source=mpsc
        let waiting = token.run_until_cancelled(orders.recv());
        let Some(order) = waiting.await else { break };
        let Some(order) = order else { break };
        println!("{order}");
    }
}

async fn serve(mut orders: mpsc::Receiver<u32>) {
    loop { //= loop exit_signal=true
        let Some(order) = orders.recv().await else { return };
        println!("{order}");
    }
}

pub async fn serves_until_told(orders: mpsc::Receiver<u32>, token: CancellationToken) {
    let stopped = token.cancelled();
    let work = serve(orders);
    tokio::select! {
        _ = stopped => {}
        _ = work => token.cancel(),
    }
}

async fn count(mut orders: mpsc::Receiver<u32>) -> u32 {
    let mut sum = 0;
    while let Some(order) = orders.recv().await { //= loop exit_signal=false
        sum += order;
    }
    sum
}

pub async fn counts_for_a_while(orders: mpsc::Receiver<u32>) -> Option<u32> {
    tokio::time::timeout(Duration::from_secs(9), count(orders)).await.ok()
}

pub async fn nothing_read_is_the_end(mut near: tokio::net::TcpStream, mut far: tokio::net::TcpStream) {
    let (mut one, mut other) = ([0u8; 99], [0u8; 99]);
    loop { //= loop exit_signal=false
        tokio::select! {
            read = near.read(&mut one) => match read {
                Ok(0) => break,
                Ok(read) => println!("{read}"),
                Err(error) => return println!("{error}"),
            },
            read = far.read(&mut other) => {
                if read.unwrap_or(0) == 0 {
                    break;
                }
            }
        }
    }
}

pub async fn no_batch_is_the_end(mut orders: mpsc::Receiver<u32>, mut others: mpsc::Receiver<u8>) {
    loop { //= loop exit_signal=false on_close=exits
        let mut batch = Vec::new();
        tokio::select! {
            taken = orders.recv_many(&mut batch, 64) => {
                if taken == 0 {
                    return;
                }
            }
            other = others.recv() => {
                let Some(other) = other else { return };
                println!("{other}");
            }
        }
    }
}

pub enum Step {
    More,
    Over,
}

pub struct Oven {
    state: Arc<AtomicU8>,
    heat: u32,
}

impl Oven {
    fn is_off(&self) -> bool {
        self.state.load(Ordering::SeqCst) == 3
    }

    fn step(&mut self) -> Result<Step, String> {
        if self.is_off() {
            return Ok(Step::Over);
        }
        self.heat += 1;
        Ok(Step::More)
    }

    pub fn a_step_says_stop(mut self) {
        loop { //= loop exit_signal=true
            std::thread::sleep(Duration::from_millis(1));
            match self.step() {
                Ok(step) => match step {
                    Step::More => {}
                    Step::Over => break,
                },
                Err(error) => println!("{error}"),
            }
        }
    }
}

pub struct Bell(Notify);

impl Bell {
    async fn rung(&self) {
        self.0.notified().await;
    }
}

async fn wash(mut dishes: mpsc::Receiver<u32>) {
    while let Some(dish) = dishes.recv().await { //= loop exit_signal=true
        println!("{dish}");
    }
}

pub async fn washes_until_the_bell(dishes: mpsc::Receiver<u32>, bell: Bell) {
    let rung = bell.rung();
    let work = wash(dishes);
    tokio::select! {
        _ = rung => {}
        _ = work => {}
    }
}

pub async fn a_branch_stores_the_end(mut wake: mpsc::Receiver<()>, mut closing: mpsc::Receiver<()>) {
    let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
    while !over.load(Ordering::Relaxed) { //= loop on_close=exits exit_signal=true
        tokio::select! {
            Some(()) = wake.recv() => println!("work"),
            _ = closing.recv() => over.store(true, Ordering::Relaxed),
        }
    }
}
