use shop_core::supervisor::start_alone;
use tokio::sync::oneshot;

pub async fn serve() {
    let (done, wait) = oneshot::channel(); //~ restricted-spawn
    let work = async move { drop(done.send(1)) };
    start_alone(work).await.unwrap(); //~ restricted-spawn
    drop(wait.await);
}
