//! The end is bound and not used; the jobs give a `Result`.

use tokio::task::JoinSet;

async fn upload(name: String) -> Result<(), std::io::Error> {
    tokio::fs::write("/tmp/x", name).await
}

pub async fn upload_all(names: Vec<String>) {
    let mut uploads = JoinSet::new();
    for name in names {
        uploads.spawn(upload(name));
    }
    while let Some(_end) = uploads.join_next().await {} //~ ignored-child-exit
}
