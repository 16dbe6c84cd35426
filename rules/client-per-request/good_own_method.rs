//! A method that takes its value away is no handler, whatever it is given.

use actix_web::web;

pub enum Job {
    Versions,
    Nothing,
}

impl Job {
    pub async fn run(self, search: web::Data<String>) -> Result<(), reqwest::Error> {
        match self {
            Job::Versions => versions().await,
            Job::Nothing => {
                println!("{search:?}");
                Ok(())
            }
        }
    }
}

async fn versions() -> Result<(), reqwest::Error> {
    let text = reqwest::get("https://example.org/versions.json").await?.text().await?;
    println!("{text}");
    Ok(())
}
