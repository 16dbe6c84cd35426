//! A struct that has both ends of a channel never sees it close; it is right to keep a weak sender beside the receiver.

use tokio::sync::mpsc::{self, Receiver, Sender, WeakSender};

pub struct Page {
    pub url: String,
    pub depth: u8,
}

pub struct Crawler {
    pages: Receiver<Page>,
    found: Sender<Page>,
}

impl Crawler {
    pub fn new() -> (Sender<Page>, Self) {
        let (start, pages) = mpsc::channel(256);
        let found = start.clone();
        (start, Self { pages, found })
    }

    pub async fn run(mut self) {
        while let Some(page) = self.pages.recv().await { //~ sender-kept-alive
            println!("{}", page.url);
            if page.depth > 0 {
                self.follow(page);
            }
        }
    }

    fn follow(&self, page: Page) {
        let next = Page { url: format!("{}/next", page.url), depth: page.depth - 1 };
        if self.found.try_send(next).is_err() {
            println!("{} is not followed", page.url);
        }
    }
}
