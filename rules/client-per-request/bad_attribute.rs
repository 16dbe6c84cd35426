use actix_web::{HttpResponse, Responder, get};

#[get("/news")]
async fn news() -> impl Responder {
    match reqwest::get_news().await {
        Ok(text) => HttpResponse::Ok().body(text),
        Err(()) => HttpResponse::BadGateway().finish(),
    }
}

mod reqwest {
    pub async fn get_news() -> Result<String, ()> {
        let client = ::reqwest::Client::new(); //~ client-per-request
        let answer = client.get("https://example.org/news").send().await.map_err(|_| ())?;
        answer.text().await.map_err(|_| ())
    }
}
