use tokio::sync::mpsc;

pub fn start() {
    let (to_disk, mut blocks) = mpsc::channel::<Vec<u8>>(8); //~ bounded-channel-cycle
    let (to_net, mut acks) = mpsc::channel::<usize>(8);
    tokio::spawn(async move {
        while let Some(block) = blocks.recv().await {
            let _ = to_net.send(block.len()).await;
        }
    });
    tokio::spawn(async move {
        while let Some(len) = acks.recv().await {
            let _ = to_disk.send(vec![0; len]).await;
        }
    });
}
