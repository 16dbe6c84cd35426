//! Guards that functions hand on, and that have ended before the next one.

use parking_lot::{Mutex, MutexGuard, RwLock, RwLockReadGuard};

struct Sealed<T>(RwLock<T>);

impl<T> Sealed<T> {
    fn read(&self) -> RwLockReadGuard<'_, T> {
        self.0.read()
    }

    fn set(&self, to: T) {
        *self.0.write() = to;
    }
}

struct Book {
    open: Sealed<Vec<u64>>,
    closed: Sealed<Vec<u64>>,
    pages: Mutex<usize>,
}

impl Book {
    fn pages(&self) -> MutexGuard<'_, usize> {
        self.pages.lock()
    }

    fn count(&self) -> usize {
        let pages = self.pages.lock();
        *pages
    }

    // Two that are wrapped alike.
    fn both(&self) -> usize {
        let open = self.open.read();
        open.len() + self.closed.read().len()
    }

    fn turn(&self) {
        *self.pages() += 1;
        let pages = self.count();
        let mut guard = self.pages();
        *guard = pages;
        drop(guard);
        self.open.set(Vec::new());
        self.closed.set(Vec::new());
        *self.pages() = 0;
    }

    fn compare(&self, other: &Book) -> bool {
        let pages = self.pages();
        *pages == *other.pages()
    }
}
