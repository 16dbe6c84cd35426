use dashmap::DashMap;

pub struct Users {
    partners: DashMap<u32, u32>,
}

impl Users {
    pub fn part(&self, id: u32) {
        if let Some(partner) = self.partners.get(&id) {
            self.partners.remove(&*partner); //~ dashmap-ref-deadlock
        }
    }
}
