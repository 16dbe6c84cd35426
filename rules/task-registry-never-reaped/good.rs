use tokio::sync::mpsc;
use tokio::task::JoinHandle;

struct Runner {
    running: Vec<JoinHandle<()>>,
}

async fn run(job: u64) {
    println!("{job}");
}

impl Runner {
    fn start(&mut self, job: u64) {
        self.running.retain(|task| !task.is_finished());
        self.running.push(tokio::spawn(run(job)));
    }

    async fn serve(mut self, mut jobs: mpsc::Receiver<u64>) {
        while let Some(job) = jobs.recv().await {
            self.start(job);
        }
        for task in self.running {
            if task.await.is_err() {
                println!("a job panicked");
            }
        }
    }
}
