//! A client for each address, which sends one request.
pub struct Server {
    url: String,
}

impl Server {
    pub async fn run(self) -> Result<(), reqwest::Error> {
        let client = reqwest::ClientBuilder::new().danger_accept_invalid_certs(true).build()?; //~ client-per-request
        let text = client.get(&self.url).send().await?.text().await?;
        println!("{text}");
        Ok(())
    }
}

pub async fn start(urls: Vec<String>) -> Vec<tokio::task::JoinHandle<()>> {
    let mut all = Vec::new();
    for url in urls {
        let server = Server { url };
        all.push(tokio::spawn(async move {
            if let Err(e) = server.run().await {
                println!("{e}");
            }
        }));
    }
    all
}
