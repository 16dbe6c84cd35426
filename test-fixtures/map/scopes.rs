//! Scopes wait for what is started in them; what is collected is not awaited where it is made; a block's value that a
//! semicolon throws away is gone.
use std::sync::Arc;

pub fn of_std() {
    std::thread::scope(|scope| {
        scope.spawn(|| println!("a")); //= task fate=scoped verdict=ok
    });
}

pub fn of_crossbeam() {
    crossbeam_utils::thread::scope(|scope| {
        scope.spawn(|_| println!("a")); //= task fate=scoped verdict=ok
        scope.builder().name("b".to_owned()).spawn(|_| println!("b")).unwrap(); //= task fate=scoped verdict=ok
    })
    .unwrap();
}

pub fn of_rayon(pool: &rayon::ThreadPool, numbers: Vec<u32>) {
    pool.in_place_scope(|scope| {
        for number in numbers {
            scope.spawn(move |_| println!("{number}")); //= task fate=scoped verdict=ok
        }
    });
}

pub async fn collected(number: u32) {
    let tasks = (0..number)
        .map(|_| {
            tokio::spawn(async move { println!("a") }) //= task fate=collected fate_final=awaited verdict=ok
        })
        .collect::<Vec<_>>();
    for task in tasks {
        let _ = task.await;
    }
}

pub async fn block(name: Arc<str>) {
    {
        let name = name.clone();
        tokio::spawn(async move { println!("{name}") }) //= task fate=dropped verdict=detached
    };
    println!("{name}");
}
