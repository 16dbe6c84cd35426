use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ViewId(u32);

#[derive(Default)]
pub struct Document {
    selections: HashMap<ViewId, Vec<u32>>,
    hints: HashMap<ViewId, String>,
    labels: HashMap<ViewId, String>,
    positions: HashMap<ViewId, u32>, //~ registry-partly-pruned
}

impl Document {
    pub fn open(&mut self, view: ViewId) {
        self.selections.insert(view, Vec::new());
    }

    pub fn hint(&mut self, view: ViewId, text: &str) {
        self.hints.insert(view, text.to_owned());
        self.labels.insert(view, text.to_owned());
    }

    pub fn scroll(&mut self, view: ViewId, to: u32) {
        *self.positions.entry(view).or_default() = to;
    }

    pub fn close(&mut self, view: ViewId) {
        self.selections.remove(&view);
        self.hints.remove(&view);
        self.labels.remove(&view);
    }
}
