async fn macros(mut rx: Receiver<u8>, x: u8) {
    tokio::select! {
        biased;
        Some(m) = rx.recv(), if x > 1 => { m }
        _ = async { x } => x,
        res @ (Ok(_) | Err(_)) = &mut fut => match res { _ => {} }
        else => { break }
    }
    futures::select! { a = one.fuse() => a, () = two => {}, complete => break, default => x }
    crossbeam_channel::select! {
        recv(r) -> msg => msg.unwrap(),
        send(s, x) -> res => { res }
        default(timeout) => x,
    }
    let (a, b) = tokio::join!(one(x), async { 2 });
    futures::try_join!(a, b)?;
    let p = std::pin::pin!(x);
    tokio::pin!(p);
    tokio::pin! { let sleep = sleep(x); }
    sleep.await;
    vec![x; 3]; vec![x, a];
    println!("{x} {a:?} {{b}} {:>width$} {n}", b, n = p);
    assert_eq!(a, b, "{x}");
    info!(target: "t", field = x, %a, ?b, x.y = a.z, p.q, "text {} {x}", p);
    tracing::info_span!("name", id = %x, other = tracing::field::Empty);
    log::warn!(target: "x", key = x, k:? = a; "text {}", b);
    if matches!(x, 1 | 2 if a) { bail!("{x}") }
    ensure!(x > 1, "no {a}");
    let s = async_stream::try_stream! { for await v in other { yield v?; } };
    cfg_if! { if #[cfg(unix)] { let q = 1; } else { let q = 2; } }
    q;
    let c = cfg_if::cfg_if! { if #[cfg(unix)] { 1 } else if #[cfg(test)] { 2 } else { 3 } };
    json!({ "a": x, "b": [a, { "c": b }] });
    unknown!(x, a.b());
    opaque!(fn in => <);
    let v = ready!(poll(x));
    dbg!(v);
    todo!()
}

thread_local! { static A: Cell<u8> = const { Cell::new(1) }; pub static B: u8 = 2; }
lazy_static! { static ref C: Mutex<u8> = Mutex::new(1); }
tokio::task_local! { static D: u8; }
cfg_if! { if #[cfg(feature = "x")] { fn one() {} } else { fn two() {} } }
cfg_rt! { mod inner { fn three() {} } }
bitflags! { struct F: u8 { const A = 1; } }
