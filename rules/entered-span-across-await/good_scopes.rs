use tracing::{Span, info_span};

pub async fn handle(id: u32) {
    {
        let _entered = info_span!("prepare").entered();
        println!("{id}");
    }
    load(id).await;
    let entered = info_span!("count").entered();
    println!("{id}");
    drop(entered);
    load(id).await;
    Span::current().in_scope(|| println!("{id}"));
    let sum = compute(id);
    load(sum).await;
}

fn compute(id: u32) -> u32 {
    let _entered = info_span!("compute").entered();
    id + 1
}

async fn load(_id: u32) {}
