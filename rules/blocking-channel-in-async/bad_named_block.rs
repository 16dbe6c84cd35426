//! A named block that a shared runtime is given.

use crossbeam_channel::Receiver;

async fn load(path: &str) -> Result<String, String> {
    tokio::fs::read_to_string(path).await.map_err(|e| e.to_string())
}

pub fn load_shared(path: String, rt: &tokio::runtime::Handle) -> Receiver<Result<String, String>> {
    let (s, r) = crossbeam_channel::bounded(0);
    let send = async move {
        let result = load(&path).await;
        if let Err(e) = s.send(result) { //~ blocking-channel-in-async
            println!("nobody waits: {e}");
        }
    };
    rt.spawn(send);
    r
}
