use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

async fn beat() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("beat");
    }
}

#[derive(Default)]
pub struct Events {
    on_tick: Option<Box<dyn Fn() + Send>>,
    all: Vec<Arc<dyn Fn() + Send + Sync>>,
}

impl Events {
    // Nothing is started here: whoever calls what is kept starts it.
    pub fn on_tick<F, Fut>(&mut self, work: F)
    where
        F: Fn() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.on_tick = Some(Box::new(move || {
            tokio::spawn(work());
        }));
    }

    pub fn on_any<F, Fut>(&mut self, work: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.all.push(Arc::new(move || {
            tokio::spawn(work());
        }));
    }
}

pub struct Job {
    start: Arc<dyn Fn(u32) -> JoinHandle<()> + Send + Sync>,
}

impl Job {
    pub fn new<F, Fut>(work: F) -> Job
    where
        F: Fn(u32) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let start = move |n: u32| tokio::spawn(work(n));
        Job { start: Arc::new(start) }
    }
}

pub fn register(events: &mut Events) -> usize {
    events.on_tick(beat);
    events.on_any(|| async { beat().await });
    let job = Job::new(|_| beat());
    Arc::strong_count(&job.start)
}
