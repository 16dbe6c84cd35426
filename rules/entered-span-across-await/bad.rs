use tracing::info_span;

pub async fn handle(id: u32) {
    let span = info_span!("request", id);
    let _entered = span.enter(); //~ entered-span-across-await
    load(id).await;
}

async fn load(_id: u32) {}
