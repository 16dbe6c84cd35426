use opentelemetry::Context;
use tracing::Span;

pub fn start(id: u32, span: Span) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let _span = tracing::debug_span!("job").entered(); //~ entered-span-across-await
        tokio::select! {
            _ = load(id) => {}
            _ = load(id + 1) => {}
        }
        drop(_span);
        let _other = span.entered(); //~ entered-span-across-await
        if id > 3 {
            load(id).await;
        }
    })
}

pub async fn traced(id: u32) {
    let _guard = Context::current().attach(); //~ entered-span-across-await
    load(id).await;
}

async fn load(_id: u32) {}
