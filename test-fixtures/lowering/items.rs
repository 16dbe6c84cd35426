#![cfg(unix)]
use a::{self, b as c, d::{*, e}};
pub(crate) use ::x::y as _;
extern crate alloc as core2;
#[cfg(all(test, feature = "f"))]
mod tests { fn t() {} }
#[cfg(any(test, not(target_os = "linux")))]
#[path = "other.rs"]
#[cfg_attr(windows, path = "win.rs", derive(Debug))]
pub mod m;
#[derive(Clone, serde::Serialize)]
pub struct S<T: Send + 'static = u8, const N: usize> where T: ?Sized + Fn(u8, &T) -> bool, Vec<T>: Clone {
    pub a: Arc<Mutex<Option<T>>>,
    b: Box<dyn Fn(u8) -> Pin<Box<dyn Future<Output = ()> + Send>>>,
    c: [u8; N],
    d: fn(&str) -> !,
    e: <T as Iterator>::Item,
    f: (u8, *const u8),
    #[cfg(test)]
    g: u8,
}
struct T0(pub u8, String);
struct Unit;
enum E { A, B(u8, u16), C { x: u8 } }
union U { a: u8 }
trait Tr: Send + a::Sync { type Out: Clone; const X: u8 = 1; fn f(&self) -> Self::Out; async fn g(self: Box<Self>) { self.f(); } }
unsafe impl<T> Tr for S<T> { type Out = u8; const X: u8 = 2; fn f(&self) -> u8 { Self::X } }
impl<'a> S<u8> { pub const Y: u8 = 3; }
type Alias<T> = Result<T, Box<dyn Error>>;
static mut GLOBAL: u8 = 1;
extern "C" { fn ext(x: u8) -> u8; static VAR: u8; type Ty; }
#[tokio::test]
async fn test() {}
#[tokio::main(flavor = "current_thread")]
async fn main() {}
