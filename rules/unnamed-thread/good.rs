pub fn start() -> std::io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name("runner".to_owned()).spawn(run)
}

fn run() {}
