use std::net::TcpListener;

fn serve(listener: TcpListener) {
    for (number, stream) in listener.incoming().enumerate() { //~ accept-loop-ends-on-error
        let stream = stream.unwrap();
        println!("{number} {:?}", stream.peer_addr());
    }
}

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    std::thread::spawn(move || serve(listener)).join().unwrap();
}
