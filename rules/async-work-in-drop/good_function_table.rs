//! A field of function pointers called `schedule`, in `Drop`: it starts nothing.
pub struct VTable {
    pub schedule: unsafe fn(*const ()),
    pub destroy: unsafe fn(*const ()),
}
pub struct Handle {
    raw: *const (),
    vtable: &'static VTable,
    last: bool,
}
impl Drop for Handle {
    fn drop(&mut self) {
        unsafe { if self.last { ((*self.vtable).schedule)(self.raw) } else { ((*self.vtable).destroy)(self.raw) } }
    }
}
unsafe fn push(p: *const ()) {
    println!("{p:?}")
}
unsafe fn free(p: *const ()) {
    println!("{p:?}")
}
pub static VT: VTable = VTable { schedule: push, destroy: free };

fn main() {}
