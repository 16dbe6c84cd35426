async fn shadowing(x: u32, (mut a, ref b): (u8, u8), Wrapper(w): Wrapper) {
    let x = x + 1;
    let y = { let x = x; x };
    let Some(z) = find(x) else { return y };
    if let Some(x) = z && let Ok(n) = x.parse::<u8>() && n > 1 { use_it(x, n) } else { use_it(x, n) }
    while let Some(item) = rx.recv().await { drop(item) }
    for (i, e) in list.iter().enumerate() { i; e }
    let f = move |x, _: u8| x + a;
    match z {
        A(v) | B(v) if v > x => v,
        None => CONST,
        s @ S { left, right: r, .. } => (s, left, r),
        true | 1..=3 => inner(),
        other => other,
    };
    fn inner() { x; }
    (a, _, self.b) = pair;
    a += 1;
    a = 2;
    'outer: loop { break 'outer x; }
}

impl Actor {
    fn run(&mut self, mut this: Pin<&mut Self>) -> impl Future<Output = ()> + '_ {
        async move { self.x; this.y.0.1 }
    }
    fn own(self: Arc<Self>) {}
    #[test]
    fn gone() {}
}
