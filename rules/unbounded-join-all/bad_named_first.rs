//! The future has a name before it is put with the others.

use axum::Json;
use futures::future::try_join_all;

pub enum Image {
    Bytes(Vec<u8>),
    At(String),
}

impl Image {
    async fn load(&self) -> reqwest::Result<Vec<u8>> {
        match self {
            Image::Bytes(bytes) => Ok(bytes.clone()),
            Image::At(url) => Ok(reqwest::get(url).await?.bytes().await?.to_vec()),
        }
    }
}

pub struct Edit {
    images: Vec<Image>,
}

pub async fn edit(Json(edit): Json<Edit>) -> reqwest::Result<usize> {
    let mut loading = Vec::new();
    for image in &edit.images {
        let one = image.load();
        loading.push(one);
    }
    let images = try_join_all(loading).await?; //~ unbounded-join-all
    Ok(images.len())
}

pub async fn preview(edit: Json<Edit>) -> usize {
    let loading = edit.0.images.iter().map(|image| image.load());
    futures::future::join_all(loading).await.len() //~ unbounded-join-all
}
