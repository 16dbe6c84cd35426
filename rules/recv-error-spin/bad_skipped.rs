//! The end of a stream is named, and gone past.

use futures::StreamExt;

async fn of_another_crate(client: &other_crate::Client) {
    let mut events = client.events();
    loop { //~ recv-error-spin
        match events.next().await {
            Some(event) => println!("{event}"),
            None => continue,
        }
    }
}
