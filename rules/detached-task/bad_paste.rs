//! A macro puts the name of the spawn function together.

use paste::paste;
use std::future::Future;
use std::sync::LazyLock;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
pub struct Globals {
    global_runtime: Handle,
}

macro_rules! define_spawn {
    ($type: ident) => {
        paste! {
            fn [<spawn_ $type>]<F>(&self, future: F) -> JoinHandle<F::Output>
            where F: Future + Send + 'static, F::Output: Send + 'static,
            {
                self.[<$type _runtime>].spawn(future)
            }
        }
    };
}
impl Globals {
    define_spawn!(global);
}
static GLOBALS: LazyLock<Globals> = LazyLock::new(|| Globals { global_runtime: Handle::current() });
macro_rules! define_global {
    ($type: ident) => {
        paste! {
            pub fn [<spawn_ $type>]<F>(future: F) -> JoinHandle<F::Output>
            where F: Future + Send + 'static, F::Output: Send + 'static,
            {
                GLOBALS.[<spawn_ $type>](future)
            }
        }
    };
}
define_global!(global);
pub fn work() {
    spawn_global(async { tokio::time::sleep(std::time::Duration::from_secs(1)).await }); //~ detached-task
}
