use dashmap::DashMap;
use dashmap::mapref::entry::Entry;

pub struct Cache {
    rows: DashMap<u32, String>,
    sizes: DashMap<u32, usize>,
}

impl Cache {
    // Another map, and a read beside a read.
    pub fn measure(&self) -> usize {
        let mut total = 0;
        for row in self.rows.iter() {
            self.sizes.insert(*row.key(), row.value().len());
            total += self.rows.len();
        }
        total
    }

    // The reference ends before.
    pub fn rename(&self, id: u32, to: u32) {
        {
            let Some(mut row) = self.rows.get_mut(&id) else { return };
            row.push('!');
        }
        if let Some((_, row)) = self.rows.remove(&id) {
            self.rows.insert(to, row);
        }
        let keys: Vec<u32> = self.rows.iter().map(|row| *row.key()).collect();
        for key in keys {
            self.rows.remove(&key);
        }
        let row = self.rows.get(&to);
        drop(row);
        self.rows.clear();
    }

    // The arm uses the slot up.
    pub fn open(&self, id: u32) -> usize {
        match self.rows.entry(id) {
            Entry::Occupied(row) => row.get().len(),
            Entry::Vacant(slot) => {
                slot.insert(String::new());
                self.rows.len()
            }
        }
    }
}
