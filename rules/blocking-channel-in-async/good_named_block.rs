//! A named block that a runtime of a thread of its own drives: no other task is on that thread.

use crossbeam_channel::Receiver;

async fn load(path: &str) -> Result<String, String> {
    tokio::fs::read_to_string(path).await.map_err(|e| e.to_string())
}

pub fn load_sync(path: String) -> Receiver<Result<String, String>> {
    let (s, r) = crossbeam_channel::bounded(0);
    std::thread::spawn(move || match tokio::runtime::Runtime::new() {
        Ok(rt) => {
            let send = async move {
                let result = load(&path).await;
                if let Err(e) = s.send(result) {
                    println!("nobody waits: {e}");
                }
            };
            rt.block_on(send);
        }
        Err(e) => {
            let _ = s.send(Err(e.to_string()));
        }
    });
    r
}
