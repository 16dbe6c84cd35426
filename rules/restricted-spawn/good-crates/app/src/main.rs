use shop_core::supervisor::Supervisor;

#[tokio::main]
async fn main() {
    let mut supervisor = Supervisor::default();
    supervisor.start(async {});
    tokio::signal::ctrl_c().await.unwrap();
    supervisor.stop().await;
}
