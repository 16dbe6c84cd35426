use std::io::Read;
use std::sync::mpsc::Receiver;

pub fn write(jobs: Receiver<String>) -> tokio::task::JoinHandle<()> {
    tokio::task::spawn_blocking(move || {
        while let Ok(job) = jobs.recv() {
            println!("{job}");
        }
    })
}

pub fn read(mut file: std::fs::File) -> tokio::task::JoinHandle<std::io::Result<u64>> {
    tokio::task::spawn_blocking(move || {
        let mut total = 0;
        let mut buffer = [0; 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(total);
            }
            total += read as u64;
        }
    })
}
