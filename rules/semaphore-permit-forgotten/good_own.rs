struct Grudge;

impl Grudge {
    fn forget(self) {}
}

pub fn forgive(grudge: Grudge, text: String) {
    grudge.forget();
    std::mem::forget(text);
}
