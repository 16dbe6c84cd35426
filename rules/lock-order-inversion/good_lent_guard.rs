//! Both orders, but whoever takes them holds the guard of a third lock: never at once.
use parking_lot::{Mutex, MutexGuard, RwLock};
use std::sync::Arc;
pub struct Ui;
pub struct State {
    pub ui: Mutex<Ui>,
    pub player: RwLock<u32>,
    pub data: RwLock<u32>,
}
pub type UiGuard<'a> = MutexGuard<'a, Ui>;
pub fn on_key(state: &Arc<State>, key: char) {
    let mut ui = state.ui.lock();
    match key {
        'a' => one(state, &mut ui),
        _ => two(state, &mut ui),
    }
}
fn one(state: &Arc<State>, _ui: &mut UiGuard) {
    let player = state.player.read();
    let data = state.data.read();
    println!("{} {}", *player, *data);
}
fn two(state: &Arc<State>, _ui: &mut UiGuard) {
    let data = state.data.read();
    *state.player.write() = *data;
}
pub fn refresh(state: &Arc<State>) {
    *state.data.write() += 1;
}

fn main() {}
