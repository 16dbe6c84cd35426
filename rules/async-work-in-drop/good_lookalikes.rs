use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn release(name: String) {
    println!("{name}");
}

// Ends a task, and starts none.
struct Owner {
    task: JoinHandle<()>,
    stop: CancellationToken,
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.stop.cancel();
        self.task.abort();
    }
}

// Asks first.
struct Lease(String);

impl Drop for Lease {
    fn drop(&mut self) {
        if let Ok(runtime) = Handle::try_current() {
            let name = std::mem::take(&mut self.0);
            drop(runtime.spawn(release(name)));
        }
    }
}

// Not `Drop::drop`.
struct Pool(Vec<String>);

impl Pool {
    async fn drop(&mut self, name: String) {
        self.0.push(name.clone());
        if tokio::spawn(release(name)).await.is_err() {
            println!("panicked");
        }
    }

    // Others call it, too.
    async fn give_back(&mut self) {
        while let Some(name) = self.0.pop() {
            self.drop(name).await;
        }
    }
}

mod runtime {
    // The spawner asks.
    pub fn spawn_if_running<F: Future<Output = ()> + Send + 'static>(work: F) {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(work)),
            Err(_) => println!("no runtime"),
        }
    }
}

struct Conn(String);

impl Drop for Conn {
    fn drop(&mut self) {
        runtime::spawn_if_running(release(std::mem::take(&mut self.0)));
    }
}

// Runs a closure at once.
struct Traced {
    span: tracing::Span,
}

impl Drop for Traced {
    fn drop(&mut self) {
        self.span.in_scope(|| tracing::trace!("dropped"));
    }
}
