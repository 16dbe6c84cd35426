pub fn start(device: std::fs::File) -> tokio::task::JoinHandle<()> {
    tokio::task::spawn_blocking(move || loop { //~ endless-spawn-blocking
        measure(&device);
    })
}

fn measure(_device: &std::fs::File) {}
