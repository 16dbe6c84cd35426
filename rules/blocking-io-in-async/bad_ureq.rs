//! A client that has no async twin.

pub async fn page(url: &str) -> Option<u16> {
    let response = ureq::get(url).header("Accept", "text/html").call().ok()?; //~ blocking-io-in-async
    Some(response.status().as_u16())
}

pub async fn tell(agent: &ureq::Agent, body: &[u8]) -> bool {
    agent.post("http://localhost/").send(body).is_ok() //~ blocking-io-in-async
}
