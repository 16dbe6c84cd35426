use std::net::TcpListener;

fn serve(listener: TcpListener) {
    for (number, stream) in listener.incoming().enumerate() {
        match stream {
            Ok(stream) => println!("{number} {:?}", stream.peer_addr()),
            Err(e) => {
                eprintln!("{number} {e}");
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
        }
    }
}

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    std::thread::spawn(move || serve(listener)).join().unwrap();
}
