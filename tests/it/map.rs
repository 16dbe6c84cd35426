//! What the map says of the files in `test-fixtures/map/` is what their `//= kind key=value …` comments say of the
//! line that they stand on: `//= loop form=for on_close=exits`, `//= channel senders=local:tx,field:Room::tx`,
//! `//= task sends=c1 receives=c2`. Keys are those of the map; what a comment does not name is not compared. A loop
//! that the map must not list: `//= no-loop`.

use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, map};
use serde_json::Value;
use std::path::Path;

#[test]
fn the_map_says_what_the_code_announces() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/map");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let workspace = load(&Request { paths: vec![file.clone()], ..Request::default() }).unwrap();
        let map = map(&workspace, &Options::default());
        for (index, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            let Some((_, claim)) = line.split_once("//= ") else { continue };
            let mut words = claim.split_whitespace();
            let kind = words.next().expect("a claim has a kind");
            let entry = entry(&map, kind.trim_start_matches("no-"), index as u64 + 1);
            compared += 1;
            let place = format!("{name}:{}", index + 1);
            match (kind, entry) {
                ("no-loop", None) => {}
                ("no-loop", Some(_)) => wrong.push(format!("{place}: the map lists a loop")),
                (_, None) => wrong.push(format!("{place}: the map has no {kind} here")),
                (_, Some(entry)) => {
                    for (key, value) in words.map(|word| word.split_once('=').expect("a claim is `key=value`")) {
                        let got = text(&map, entry, key);
                        if got != value {
                            wrong.push(format!("{place}: {key} is {got}, not {value}"));
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn entry<'m>(map: &'m Value, kind: &str, line: u64) -> Option<&'m Value> {
    map[format!("{kind}s")].as_array().expect("a kind of the map").iter().find(|entry| entry["line"] == line)
}

fn text(map: &Value, entry: &Value, key: &str) -> String {
    match key {
        "senders" | "receivers" => {
            let holder = |one: &Value| format!("{}:{}", one["kind"].as_str().unwrap(), one["name"].as_str().unwrap());
            entry[key].as_array().unwrap().iter().map(holder).collect::<Vec<_>>().join(",")
        }
        "owner" => match &entry["owner"] {
            Value::Null => "null".to_owned(),
            owner => format!("{}:{}", owner["kind"].as_str().unwrap(), owner["name"].as_str().unwrap()),
        },
        "exit" => {
            let exits = entry["exit"].as_array().unwrap();
            exits.iter().map(|exit| exit.as_str().unwrap()).collect::<Vec<_>>().join(",")
        }
        "sends" | "receives" | "spawns" | "owns" | "awaits" | "stops" => {
            let edges = map["edges"].as_array().unwrap().iter();
            let from = edges.filter(|edge| edge["from"] == entry["id"] && edge["kind"] == key);
            from.map(|edge| edge["to"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(",")
        }
        _ => match &entry[key] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
    }
}
