pub fn start() -> std::thread::JoinHandle<()> {
    std::thread::spawn(run) //~ unnamed-thread
}

fn run() {}
