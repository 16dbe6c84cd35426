use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Stack {
    windows: Mutex<Vec<u32>>,
    last: Mutex<Option<u32>>,
}

#[derive(Clone, Default)]
pub struct Shared(Arc<Stack>);

impl Shared {
    // Nothing is held around the code.
    fn with<R>(&self, code: impl FnOnce(&Stack) -> R) -> R {
        code(&self.0)
    }

    pub fn add(&self, window: u32) {
        self.with(|stack| {
            let mut last = stack.last.lock().unwrap();
            stack.windows.lock().unwrap().push(window); //~ lock-order-inversion
            *last = Some(window);
        });
    }

    pub fn remove(&self) {
        self.with(|stack| {
            let mut windows = stack.windows.lock().unwrap();
            *stack.last.lock().unwrap() = windows.pop();
        });
    }
}
