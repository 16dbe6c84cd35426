//! `main` of a page returns to the browser, and what it has started goes on.

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("native");
}

#[cfg(target_arch = "wasm32")]
fn main() {
    wasm_bindgen_futures::spawn_local(async {
        futures::future::pending::<()>().await;
    });
}
