#[macro_export]
macro_rules! start {
    ($name:ident, $($arg:expr),* $(,)?) => {
        tokio::spawn(async move { $crate::run($name, $($arg),*).await; })
    };
    ($body:block) => { std::thread::spawn(move || $body) };
}
macro_rules! actor {
    ($(#[$m:meta])* $v:vis struct $n:ident<$t:ty> { $($f:ident : $ft:ty),* }) => {
        $(#[$m])* $v struct $n { $($f: $ft,)* inner: $t }
        impl $n { $v fn start(self) { start!({ loop { $(self.$f.tick();)* } }) } }
    };
}
macro_rules! forever { ($($s:stmt)*; each $p:pat => $b:expr) => { loop { $($s;)* match x { $p => $b, _ => {} } } } }
macro_rules! many { ($($k:ident => [$($v:expr),*]);*) => { $( $( spawn($k, $v); )* )* } }
macro_rules! recurse { ($x:expr) => { recurse!(spawn($x)) } }
macro_rules! methods { ($($n:ident)*) => { $(fn $n(&self) -> u8 { self.0 })* } }

actor! { #[derive(Debug)] pub struct Worker<Vec<u8>> { a: u8, b: u16 } }
impl Worker { methods! { one two } }

fn f(x: u8) {
    let h = start!(x, x + 1, 2);
    start!({ x; });
    forever!(let y = x; each Some(z) => z.send(y));
    many!(x => [1, 2]; y => []);
    recurse!(x);
    start!(= no rule);
    crate::start!(x,);
}
