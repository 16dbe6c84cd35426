use std::sync::{Arc, Mutex};

#[derive(Default)]
pub struct Stack {
    windows: Mutex<Vec<u32>>,
    last: Mutex<Option<u32>>,
}

#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Stack>>);

impl Shared {
    // One lock around whatever is done with the stack.
    fn with<R>(&self, code: impl FnOnce(&Stack) -> R) -> R {
        let stack = self.0.lock().unwrap();
        code(&stack)
    }

    pub fn add(&self, window: u32) {
        self.with(|stack| {
            let mut last = stack.last.lock().unwrap();
            stack.windows.lock().unwrap().push(window);
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
