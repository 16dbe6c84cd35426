pub mod supervisor;

pub async fn warm_up() {
    tokio::spawn(async {}).await.unwrap(); //~ restricted-spawn
}
