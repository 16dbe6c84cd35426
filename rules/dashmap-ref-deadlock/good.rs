use dashmap::DashMap;

pub struct Users {
    partners: DashMap<u32, u32>,
}

impl Users {
    pub fn part(&self, id: u32) {
        let partner = self.partners.get(&id).map(|partner| *partner);
        if let Some(partner) = partner {
            self.partners.remove(&partner);
        }
    }
}
