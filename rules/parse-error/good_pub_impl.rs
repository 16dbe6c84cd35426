//! What a macro on an `impl` reads is no Rust of the language, and is read all the same.
use extend::ext;

#[ext]
pub impl String {
    fn shout(&self) -> String {
        self.to_uppercase()
    }
}

mod inner {
    #[extend::ext]
    pub(crate) impl u64 {
        fn twice(self) -> u64 {
            self * 2
        }
    }
}
