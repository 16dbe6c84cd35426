//! The tool next door awaits this in its `main`; others may await it anywhere.

/// Reads what is stored.
pub async fn open(path: &str) -> std::io::Result<Vec<u8>> {
    let span = tracing::debug_span!("open");
    let _entered = span.enter(); //~ entered-span-across-await
    tokio::fs::read(path).await
}
