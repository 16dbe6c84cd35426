//! The handles go into a `FuturesOrdered`, and its `collect().await` looks at each.
use futures::stream::{FuturesOrdered, StreamExt};
pub async fn check(all: &Vec<String>) -> Vec<Result<usize, String>> {
    let mut futs = vec![];
    for a in all {
        let a = a.clone();
        futs.push(tokio::spawn(async move {
            tokio::task::yield_now().await;
            a.len()
        }));
    }
    let futs: FuturesOrdered<_> = futs.into_iter().collect();
    let r: Vec<_> = futs.collect().await;
    let mut results = vec![];
    for x in r {
        match x {
            Ok(n) => results.push(Ok(n)),
            Err(e) => results.push(Err(e.to_string())),
        }
    }
    results
}

fn main() {}
