use std::fs::{self, OpenOptions};
use std::io::Write;
use std::sync::mpsc::Receiver;

pub fn log(lines: Receiver<String>) {
    std::thread::spawn(move || { //~ unjoined-thread
        let mut file = OpenOptions::new().create(true).append(true).open("log").unwrap();
        for line in lines {
            file.write_all(line.as_bytes()).unwrap();
        }
    });
}

pub fn save(data: Vec<u8>) {
    std::thread::spawn(move || fs::write("state", data).unwrap()); //~ unjoined-thread
}

pub struct Log {
    thread: std::thread::JoinHandle<()>,
}

impl Log {
    pub fn new(lines: Receiver<String>) -> Log {
        let thread = std::thread::spawn(move || { //~ unjoined-thread
            let mut file = fs::File::create("log").unwrap();
            for line in lines {
                file.write_all(line.as_bytes()).unwrap();
            }
        });
        Log { thread }
    }
}

pub fn write_formatted(mut file: fs::File, lines: Receiver<String>) {
    std::thread::spawn(move || { //~ unjoined-thread
        for line in lines {
            writeln!(file, "{line}").unwrap();
        }
    });
}
