//! What loops wait for, how they are written, and what they do when that ends.

use futures::future::{Either, select};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

enum Wake {
    Line(Option<String>),
    Tick,
}

async fn in_a_variant(mut lines: mpsc::Receiver<String>) {
    loop { //= loop source=mpsc form=loop-match on_close=exits verdict=ok
        let wake = match timeout(Duration::from_secs(1), lines.recv()).await {
            Ok(line) => Wake::Line(line),
            Err(_) => Wake::Tick,
        };
        match wake {
            Wake::Line(Some(line)) => println!("{line}"),
            Wake::Line(None) => break,
            Wake::Tick => println!("tick"),
        }
    }
}

async fn two_sides(mut lines: mpsc::Receiver<String>, mut stop: oneshot::Receiver<()>) {
    loop { //= loop source=mpsc on_close=exits exit_signal=true
        let line = std::pin::pin!(lines.recv());
        match select(line, &mut stop).await {
            Either::Left((Some(line), _)) => println!("{line}"),
            Either::Left((None, _)) => return,
            Either::Right(_) => break,
        }
    }
}

async fn named_future(mut lines: mpsc::Receiver<String>) -> Result<(), &'static str> {
    loop { //= loop source=mpsc form=loop-select on_close=exits
        let next = lines.recv();
        tokio::select! {
            () = sleep(Duration::from_secs(9)) => return Ok(()),
            line = next => {
                let line = line.ok_or("closed")?;
                println!("{line}");
            }
        }
    }
}

async fn drains(mut lines: mpsc::Receiver<String>) {
    while lines.recv().await.is_some() {} //= loop source=mpsc form=while-let on_close=exits exit_signal=false
}

fn a_few(lines: &mut mpsc::Receiver<String>) {
    for _ in 0..16 { //= loop source=mpsc form=for on_close=exits verdict=ok
        match lines.try_recv() {
            Ok(line) => println!("{line}"),
            Err(_) => return,
        }
    }
}

async fn one_call_away(mut lines: mpsc::Receiver<String>) {
    while step(&mut lines).await {} //= loop source=mpsc form=while-let on_close=exits
}

async fn step(lines: &mut mpsc::Receiver<String>) -> bool {
    match lines.recv().await {
        Some(line) => {
            println!("{line}");
            true
        }
        None => false,
    }
}

async fn inner_break(mut lines: mpsc::Receiver<Vec<String>>) {
    loop { //= loop source=mpsc on_close=spins verdict=spins
        match lines.recv().await {
            Some(all) => {
                for line in all {
                    if line.is_empty() {
                        break;
                    }
                    println!("{line}");
                }
            }
            None => {
                for number in 0..3 {
                    if number == 1 {
                        break;
                    }
                }
            }
        }
    }
}

struct Cache {
    entries: Mutex<Vec<u64>>,
}

async fn while_owned(cache: Weak<Cache>) {
    loop { //= loop source=interval on_close=n/a exit_signal=true verdict=ok
        sleep(Duration::from_secs(1)).await;
        let Some(cache) = cache.upgrade() else { break };
        cache.entries.lock().unwrap().clear();
    }
}

struct Hub {
    jobs: mpsc::Sender<u32>,
}

struct Worker {
    jobs: mpsc::Receiver<u32>,
    hub: Arc<Hub>,
}

fn start() {
    let (tx, rx) = mpsc::channel(4);
    let hub = Arc::new(Hub { jobs: tx });
    let worker = Worker { jobs: rx, hub };
    tokio::spawn(worker.run()); //= task body=loop-infinite
}

impl Worker {
    async fn run(mut self) {
        while let Some(job) = self.jobs.recv().await { //= loop source=mpsc on_close=unreachable verdict=no-exit
            if job > 1 {
                self.hub.jobs.send(job / 2).await.ok();
            }
        }
    }
}

async fn first_message(mut lines: mpsc::Receiver<Wake>) -> Option<String> {
    loop { //= loop source=mpsc on_close=exits exit_signal=false
        match lines.recv().await? {
            Wake::Line(line) => return line,
            Wake::Tick => println!("tick"),
        }
    }
}

fn no_wait(mut stack: Vec<u32>) {
    while let Some(top) = stack.pop() { //= no-loop
        println!("{top}");
    }
}

async fn stream_of_broadcast(mut news: BroadcastStream<String>) {
    while let Some(Ok(line)) = news.next().await { //= loop source=broadcast on_lag=stops verdict=stops-on-lag
        println!("{line}");
    }
}

async fn stream_that_goes_on(mut news: BroadcastStream<String>) {
    while let Some(line) = news.next().await { //= loop source=broadcast on_lag=handled verdict=ok
        let Ok(line) = line else { continue };
        println!("{line}");
    }
}

// What a weak sender gives in one round keeps nothing open.
struct Tracked {
    events: mpsc::UnboundedReceiver<u32>,
    own: mpsc::WeakUnboundedSender<u32>,
}

fn tracked() -> (Tracked, mpsc::UnboundedSender<u32>) {
    let (tx, rx) = mpsc::unbounded_channel();
    (Tracked { events: rx, own: tx.downgrade() }, tx)
}

impl Tracked {
    async fn run(mut self) {
        loop { //= loop source=mpsc on_close=exits verdict=ok
            let Some(event) = self.events.recv().await else { return };
            println!("{event} {}", self.own.upgrade().is_some());
        }
    }
}

// The receive is one step away, and the loop around the call has what keeps the sender.
#[derive(Clone)]
struct Myself {
    mailbox: Arc<Mailbox>,
}

struct Mailbox {
    messages: mpsc::UnboundedSender<u32>,
}

struct Ports {
    messages: mpsc::UnboundedReceiver<u32>,
}

impl Ports {
    async fn listen(&mut self) -> Option<u32> {
        self.messages.recv().await
    }
}

fn start_actor() -> Myself {
    let (messages, rx) = mpsc::unbounded_channel();
    let myself = Myself { mailbox: Arc::new(Mailbox { messages }) };
    tokio::spawn(process(Ports { messages: rx }, myself.clone()));
    myself
}

async fn process(mut ports: Ports, myself: Myself) {
    while let Some(message) = ports.listen().await { //= loop source=mpsc on_close=unreachable
        println!("{message} {}", myself.mailbox.messages.is_closed());
    }
}

// A keeper of the sender is handed to what lies beside the receiver.
trait Store {
    fn register(&self, handle: Arc<Handle>);
}

#[derive(Clone)]
struct Handle {
    actions: mpsc::UnboundedSender<u32>,
}

struct Controller {
    actions: mpsc::UnboundedReceiver<u32>,
    store: Arc<dyn Store>,
}

fn controller(store: Arc<dyn Store>) -> (Handle, Controller) {
    let (tx, actions) = mpsc::unbounded_channel();
    let handle = Handle { actions: tx };
    store.register(Arc::new(handle.clone()));
    (handle, Controller { actions, store })
}

impl Controller {
    async fn run(mut self) {
        while let Some(action) = self.actions.recv().await { //= loop source=mpsc on_close=unreachable
            println!("{action}");
        }
    }
}

// The same without the registration.
struct Plain {
    actions: mpsc::UnboundedReceiver<u32>,
    store: Arc<dyn Store>,
}

fn plain(store: Arc<dyn Store>) -> (Handle, Plain) {
    let (tx, actions) = mpsc::unbounded_channel();
    (Handle { actions: tx }, Plain { actions, store })
}

impl Plain {
    async fn run(mut self) {
        while let Some(action) = self.actions.recv().await { //= loop source=mpsc on_close=exits
            println!("{action}");
        }
    }
}

async fn caught(mut lines: mpsc::Receiver<String>) {
    use futures::FutureExt;
    loop { //= loop source=mpsc on_close=exits
        let line = match std::panic::AssertUnwindSafe(lines.recv()).catch_unwind().await {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(_) => continue,
        };
        println!("{line}");
    }
}

// What nobody looks at is not what the loop is for.
async fn beside(
    mut done: impl futures::Stream<Item = ()> + Unpin,
    mut lines: impl futures::Stream<Item = String> + Unpin,
) {
    loop { //= loop source=stream on_close=exits
        tokio::select! {
            _ = done.next() => (),
            line = lines.next() => {
                let Some(line) = line else { break };
                println!("{line}");
            }
        }
    }
}

// A step that says by `ControlFlow` whether there is more, and is an `async` block.
fn next_line(lines: &mut mpsc::Receiver<String>) -> impl Future<Output = std::ops::ControlFlow<(), String>> {
    async move {
        match lines.recv().await {
            Some(line) => std::ops::ControlFlow::Continue(line),
            None => std::ops::ControlFlow::Break(()),
        }
    }
}

async fn by_control_flow(mut lines: mpsc::Receiver<String>) {
    use std::ops::ControlFlow;
    loop { //= loop source=mpsc on_close=exits
        match next_line(&mut lines).await {
            ControlFlow::Continue(line) => println!("{line}"),
            ControlFlow::Break(()) => return,
        }
    }
}

enum Action {
    Closed,
    Line(String),
}

// The end has a name of its own.
async fn named_end(mut lines: mpsc::Receiver<String>, mut stop: oneshot::Receiver<()>) {
    loop { //= loop source=mpsc on_close=exits
        let action = tokio::select! {
            _ = &mut stop => return,
            line = lines.recv() => line.map_or(Action::Closed, Action::Line),
        };
        match action {
            Action::Closed => break,
            Action::Line(line) => println!("{line}"),
        }
    }
}

// The loop goes on while there is somebody to send to, and is about what it takes.
async fn with_room(tx: mpsc::Sender<String>, mut lines: impl futures::Stream<Item = String> + Unpin) {
    while let Ok(permit) = tx.reserve().await { //= loop source=stream form=while-let on_close=exits
        match lines.next().await {
            Some(line) => permit.send(line),
            None => break,
        }
    }
}

async fn by_priority(urgent: async_priority_channel::Receiver<String, u8>) {
    while let Ok((line, _)) = urgent.recv().await { //= loop source=other on_close=exits
        println!("{line}");
    }
}
