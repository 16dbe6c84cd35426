//! A macro that enters a span does so wherever it is called: the mistake is the macro's.

use tracing::info_span;

macro_rules! traced {
    //~^ entered-span-across-await
    ($name:literal, $id:expr) => {
        let span = info_span!("request", name = $name, id = $id);
        let _entered = span.enter();
    };
}

macro_rules! seldom {
    ($name:literal) => {
        let _entered = info_span!("seldom", name = $name).entered();
    };
}

async fn load(_id: u32) {}

pub async fn open(id: u32) {
    traced!("open", id);
    load(id).await;
}

pub async fn close(id: u32) {
    traced!("close", id);
    load(id).await;
}

pub async fn read(id: u32) {
    traced!("read", id);
    load(id).await;
}

pub async fn write(id: u32) {
    traced!("write", id);
    load(id).await;
}

pub async fn rename(id: u32) {
    traced!("rename", id);
    load(id).await;
}

pub async fn remove(id: u32) {
    seldom!("remove"); //~ entered-span-across-await
    load(id).await;
}
