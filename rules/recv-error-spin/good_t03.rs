//! The only error of this `recv` is that the channel is closed, and it stays closed; it is right to break at it.

use async_channel::Receiver;

pub struct Thumbnail {
    pub id: u64,
    pub width: u32,
}

pub async fn resize(thumbnails: Receiver<Thumbnail>) {
    loop {
        match thumbnails.recv().await {
            Ok(thumbnail) => println!("picture {} to {} pixels", thumbnail.id, thumbnail.width),
            Err(error) => {
                println!("no thumbnail: {error}");
                break;
            }
        }
    }
}
