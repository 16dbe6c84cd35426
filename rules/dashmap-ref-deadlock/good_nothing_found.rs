use dashmap::DashMap;

pub struct Hashes {
    known: DashMap<String, String>,
}

impl Hashes {
    pub fn of(&self, text: &str) -> String {
        let known = self.known.get(text);
        match known {
            Some(hash) => hash.value().clone(),
            None => {
                let hash = text.to_uppercase();
                self.known.insert(text.to_owned(), hash.clone());
                hash
            }
        }
    }

    pub fn check(&self, text: &str) -> bool {
        let known = self.known.get(text);
        if known.is_some() {
            true
        } else {
            self.known.insert(text.to_owned(), String::new());
            false
        }
    }

    pub fn first(&self, text: &str) -> usize {
        let known = self.known.get(text);
        let Some(hash) = known else {
            self.known.insert(text.to_owned(), String::new());
            return 0;
        };
        hash.len()
    }

    // The reference ends with the closure.
    pub fn copy(&self, from: &str, to: &str) {
        if let Some(hash) = self.known.get(from).map(|hash| hash.value().clone()) {
            self.known.insert(to.to_owned(), hash);
        }
    }
}
