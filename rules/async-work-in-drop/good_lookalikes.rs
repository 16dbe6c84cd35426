use std::future::Future;
use std::pin::Pin;
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

// Called like a spawn function; hands the work to a task that is there already.
struct Cleaner {
    work: Option<tokio::sync::oneshot::Sender<Pin<Box<dyn Future<Output = ()> + Send>>>>,
}

impl Cleaner {
    async fn of(tasks: &mut tokio::task::JoinSet<()>) -> Cleaner {
        let (work, given) = tokio::sync::oneshot::channel::<Pin<Box<dyn Future<Output = ()> + Send>>>();
        tasks.spawn(async move {
            if let Ok(given) = given.await {
                given.await;
            }
        });
        Cleaner { work: Some(work) }
    }

    fn spawn(&mut self, last: impl Future<Output = ()> + Send + 'static) {
        if let Some(work) = self.work.take() {
            let _ = work.send(Box::pin(last));
        }
    }
}

struct Session {
    name: String,
    cleaner: Cleaner,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.cleaner.spawn(release(std::mem::take(&mut self.name)));
    }
}

// The same through a message of its own.
enum Command {
    Stop,
    Spawn(Pin<Box<dyn Future<Output = ()> + Send>>),
}

struct Rpc(tokio::sync::mpsc::UnboundedSender<Command>);

impl Rpc {
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let work = Box::pin(work);
        self.tell(Command::Spawn(work));
    }

    fn tell(&self, command: Command) {
        if self.0.send(command).is_err() {
            println!("it has ended");
        }
    }
}

struct Channel(String, Rpc);

impl Drop for Channel {
    fn drop(&mut self) {
        self.1.spawn(release(std::mem::take(&mut self.0)));
    }
}
