fn main() {
    let paths: Vec<std::path::PathBuf> = std::env::args()
        .skip(1)
        .filter(|a| !["tether", "map", "--format", "json"].contains(&a.as_str()))
        .map(Into::into)
        .collect();
    let request = cargo_tether::workspace::Request { paths, ..Default::default() };
    let pool = cargo_tether::syntax::workers(None);
    pool.install(|| {
        let ws = cargo_tether::workspace::load(&request).unwrap();
        use rayon::prelude::*;
        let t = std::time::Instant::now();
        let files: Vec<_> = ws
            .sources
            .iter()
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(id, f)| cargo_tether::syntax::lower(id, &f.text, &Default::default()))
            .collect();
        eprintln!("lower {:?}", t.elapsed());
        let apis = cargo_tether::apis::Apis::embedded();
        let defs = cargo_tether::resolve::Defs::build(&ws, &files, &*apis, Default::default());
        eprintln!("defs {:?}", t.elapsed());
        let program = cargo_tether::resolve::Program::new(&ws, &files, defs, &apis);
        let index = cargo_tether::flow::Index::new(&files);
        eprintln!("index {:?}", t.elapsed());
        let model = cargo_tether::model::build(&program, &index, false);
        eprintln!("model {:?}", t.elapsed());
        println!("{}", cargo_tether::map::json(&model));
    });
}
