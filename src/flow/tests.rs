//! How long values live: each text marks with `// held` the lines on which a guard lives over an await.

use super::range_of;
use crate::apis::{Apis, Role};
use crate::flow::Index;
use crate::resolve::{self, Defs, ExprRef, Program, Ty};
use crate::testing;
use std::collections::BTreeSet;

/// All lines with an await during which a guard of any kind lives.
fn held(text: &str) -> BTreeSet<usize> {
    let parsed = testing::program(text);
    let apis = Apis::embedded();
    let defs = Defs::build(&parsed.workspace, &parsed.files, &*apis, resolve::Options { tests: true });
    let program = Program::new(&parsed.workspace, &parsed.files, defs, &apis);
    let index = Index::new(&parsed.files);
    let guard = |ty: &Ty| program.role(ty) == Some(Role::Guard);
    let mut names: Vec<_> = index.called_names().collect();
    names.sort_unstable();
    let calls: Vec<ExprRef> = names.into_iter().flat_map(|name| index.calls(name)).collect();
    let ranges = calls.into_iter().filter_map(|call| range_of(&program, call, &guard));
    let mut lines = BTreeSet::new();
    for range in ranges {
        for at in range.awaits(&program) {
            let span = program.body(at.body).span(at.expr);
            let text = &parsed.workspace.sources.get(span.file).text;
            lines.insert(text[..span.hi as usize].matches('\n').count() + 1);
        }
    }
    lines
}

#[track_caller]
fn check(text: &str) {
    let text =
        format!("use tokio::sync::{{Mutex, RwLock, MutexGuard, watch}};\nasync fn io() {{}}\n{}", text.trim_start());
    let marked = text.lines().enumerate().filter(|(_, line)| line.contains("// held")).map(|(index, _)| index + 1);
    assert_eq!(held(&text), marked.collect(), "\n{text}");
}

#[test]
fn variables_live_to_the_end_of_their_block() {
    check(
        r#"
async fn f(m: &Mutex<u8>) {
    io().await;
    let guard = m.lock().await;
    io().await; // held
    {
        let inner = m.lock().await; // held
    }
    if *guard > 1 {
        io().await; // held
    }
}
async fn block(m: &Mutex<u8>) {
    let n = {
        let guard = m.lock().await;
        *guard
    };
    io().await;
}
async fn unused(m: &Mutex<u8>) {
    let _guard = m.lock().await;
    io().await; // held
}
async fn wild(m: &Mutex<u8>) {
    let _ = m.lock().await;
    io().await;
}
"#,
    );
}

#[test]
fn drops_and_moves_end_it() {
    check(
        r#"
async fn dropped(m: &Mutex<u8>) {
    let guard = m.lock().await;
    drop(guard);
    io().await;
}
async fn dropped_on_one_way(m: &Mutex<u8>, c: bool) {
    let guard = m.lock().await;
    if c {
        drop(guard);
        io().await;
        return;
    }
    io().await; // held
}
async fn dropped_on_all_ways(m: &Mutex<u8>, c: bool) {
    let guard = m.lock().await;
    match c {
        true => drop(guard),
        false => std::mem::drop(guard),
    }
    io().await;
}
async fn given(m: &Mutex<u8>) {
    let guard = m.lock().await;
    take(guard).await;
    io().await;
}
async fn moved_into_a_task(m: std::sync::Arc<Mutex<u8>>) {
    let guard = m.lock_owned().await;
    tokio::spawn(async move {
        let _guard = guard;
    });
    io().await;
}
async fn taken_again(m: &Mutex<u8>) {
    let mut guard = m.lock().await;
    loop {
        drop(guard);
        io().await;
        guard = m.lock().await;
        if *guard > 3 {
            io().await; // held
            break;
        }
    }
    io().await; // held
}
"#,
    );
}

#[test]
fn temporaries_live_to_the_end_of_their_statement() {
    check(
        r#"
async fn copied(m: &Mutex<u8>) {
    let n = *m.lock().await;
    io().await;
}
async fn kept_by_reference(m: &RwLock<(u8, u8)>) {
    let n = &m.read().await.0;
    io().await; // held
}
async fn kept_by_deref(rx: &watch::Receiver<u8>) {
    let n = &*rx.borrow();
    io().await; // held
}
async fn reference_of_a_result(rx: &watch::Receiver<Vec<u8>>) {
    let n = &rx.borrow().len();
    io().await;
}
async fn in_arguments(rx: &watch::Receiver<u8>) {
    with(&rx.borrow()).await; // held
    with(rx.borrow().clone()).await; // held
    io().await;
}
async fn in_a_scrutinee(rx: &watch::Receiver<u8>) {
    match *rx.borrow() {
        0 => io().await, // held
        _ => {}
    }
    io().await;
}
async fn in_a_condition(rx: &watch::Receiver<u8>) {
    if *rx.borrow() > 1 {
        io().await;
    }
    while *rx.borrow() < 9 {
        io().await;
    }
}
async fn in_a_loop(m: &Mutex<Vec<u8>>) {
    for n in m.lock().await.iter() {
        io().await; // held
    }
    io().await;
    while let Some(n) = m.lock().await.pop() {
        io().await; // held
    }
    io().await;
}
async fn printed(rx: &watch::Receiver<u8>) {
    println!("{}", rx.borrow());
    io().await;
}
async fn tail(m: &Mutex<Vec<u8>>) -> usize {
    m.lock().await.len()
}
"#,
    );
}

#[test]
fn leaving_a_scope_ends_it() {
    check(
        r#"
async fn retried(rx: &mut watch::Receiver<u8>) {
    loop {
        if let Err(_) = rx.wait_for(|n| *n > 1).await {
            io().await;
            continue;
        }
        io().await;
        {
            let value = rx.borrow();
            if *value > 3 {
                break;
            }
        }
    }
    io().await;
}
async fn of_the_outer_block(m: &Mutex<u8>) {
    let guard = m.lock().await;
    'outer: loop {
        loop {
            break 'outer;
        }
    }
    io().await; // held
}
"#,
    );
}

#[test]
fn else_is_held_before_edition_2024() {
    let code = |mark: &str| {
        format!(
            r#"
async fn f(m: &Mutex<Option<u8>>) {{
    if let Some(n) = m.lock().await.as_ref() {{
        io().await; // held
    }} else {{
        io().await; {mark}
    }}
}}
"#
        )
    };
    check(&code("// held"));
    let text = format!(
        "//- /a.rs crate:a edition:2024 deps:tokio\nuse tokio::sync::Mutex;\nasync fn io() {{}}\n{}",
        code("").trim_start()
    );
    assert_eq!(held(&text), BTreeSet::from([5]));
}

#[test]
fn no_guard_on_the_ways_without_one() {
    check(
        r#"
async fn tried(m: &Mutex<u8>) {
    if let Ok(guard) = m.try_lock() {
        io().await; // held
    } else {
        io().await;
    }
    let Ok(guard) = m.try_lock() else {
        io().await;
        return;
    };
    io().await; // held
}
async fn matched(m: &Mutex<u8>) {
    match m.try_lock() {
        Ok(guard) => io().await, // held
        Err(_) => io().await,
    }
    match m.try_lock() {
        Ok(_) => io().await, // held
        Err(_) => io().await,
    }
}
fn poisoned(m: &std::sync::Mutex<u8>) {
    let guard = match m.lock() {
        Ok(guard) => guard,
        Err(error) => error.into_inner(),
    };
    let n = async { io().await };
}
"#,
    );
}

#[test]
fn code_that_runs_elsewhere_does_not_count() {
    check(
        r#"
async fn spawned(m: &Mutex<u8>) {
    let guard = m.lock().await;
    tokio::spawn(async {
        io().await;
    });
    let later = async { io().await };
    drop(guard);
    later.await;
}
async fn selected(m: &Mutex<u8>) {
    tokio::select! {
        guard = m.lock() => {
            io().await; // held
        }
        _ = io() => {
            io().await;
        }
    }
}
async fn through_a_timeout(m: &Mutex<u8>) {
    let guard = tokio::time::timeout(SECOND, m.lock()).await.unwrap();
    io().await; // held
}
fn kept<'a>(m: &'a std::sync::Mutex<u8>) -> std::sync::MutexGuard<'a, u8> {
    m.lock().unwrap()
}
async fn through_a_helper(m: &std::sync::Mutex<u8>) {
    let guard = kept(m);
    io().await; // held
}
"#,
    );
}
