//! As many results come as the set was filled with.

use futures::FutureExt;
use futures::stream::{FuturesUnordered, StreamExt};
use std::future::Future;

pub struct Farm;

impl Farm {
    async fn run(self) -> Result<(), String> {
        tokio::time::sleep(std::time::Duration::from_secs(60)).await;
        Err("disk".to_string())
    }
}

pub fn in_thread<F, Fut>(make: F) -> std::thread::JoinHandle<Result<(), String>>
where
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = Result<(), String>>,
{
    std::thread::spawn(move || tokio::runtime::Runtime::new().map_err(|e| e.to_string())?.block_on(make()))
}

pub fn watch(farms: Vec<Farm>, strict: bool) -> std::thread::JoinHandle<Result<(), String>> {
    let mut farms_stream = (0u8..)
        .zip(farms)
        .map(|(index, farm)| farm.run().map(move |result| (index, result)))
        .collect::<FuturesUnordered<_>>();
    let mut errors = Vec::new();
    in_thread(move || async move {
        while let Some((index, result)) = farms_stream.next().await {
            match result {
                Ok(()) => println!("{index} ended"),
                Err(error) => {
                    if farms_stream.is_empty() || strict {
                        return Err(error);
                    } else {
                        errors.push((index, error));
                    }
                }
            }
        }
        Ok(())
    })
}
