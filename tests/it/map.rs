//! What the map says of the files in `test-fixtures/map/` and of the workspaces is what their `//= kind key=value …`
//! comments say of the line that they stand on: `//= loop form=for on_close=exits`,
//! `//= channel senders=local:tx,field:Room::tx`, `//= task sends=c1 receives=c2`. A space is written `_`. Keys are those
//! of the map; what a comment does not name is not compared. A loop
//! or task that the map must not list: `//= no-loop`, `//= no-task`.

use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, map};
use serde_json::Value;
use std::path::Path;

#[test]
fn the_map_says_what_the_code_announces() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures");
    let mut compared = 0;
    let mut wrong = Vec::new();
    for folder in ["map", "workspaces"] {
        let mut paths: Vec<_> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let workspace = load(&Request { paths: vec![path], ..Request::default() }).unwrap();
            let map = map(&workspace, &Options::default());
            for (_, source) in workspace.sources.iter() {
                for (index, line) in source.text.lines().enumerate() {
                    let Some((_, claim)) = line.split_once("//= ") else { continue };
                    compared += 1;
                    compare(&map, &source.path, index as u64 + 1, claim, &mut wrong);
                }
            }
        }
    }
    assert!(compared > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn compare(map: &Value, file: &str, line: u64, claim: &str, wrong: &mut Vec<String>) {
    let mut words = claim.split_whitespace();
    let kind = words.next().expect("a claim has a kind");
    let entry = entry(map, kind.trim_start_matches("no-"), file, line);
    let place = format!("{file}:{line}");
    match (kind, entry) {
        ("no-loop" | "no-task", None) => {}
        ("no-loop" | "no-task", Some(_)) => wrong.push(format!("{place}: the map lists a {}", &kind[3..])),
        (_, None) => wrong.push(format!("{place}: the map has no {kind} here")),
        (_, Some(entry)) => {
            for (key, value) in words.map(|word| word.split_once('=').expect("a claim is `key=value`")) {
                let got = text(map, entry, key);
                if got != value {
                    wrong.push(format!("{place}: {key} is {got}, not {value}"));
                }
            }
        }
    }
}

fn entry<'m>(map: &'m Value, kind: &str, file: &str, line: u64) -> Option<&'m Value> {
    let kind = if kind == "registry" { "registries".to_owned() } else { format!("{kind}s") };
    let mut entries = map[kind].as_array().expect("a kind of the map").iter();
    entries.find(|entry| entry["line"] == line && entry["file"] == file)
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
        "leaves" => {
            let places = entry["leaves"].as_array().unwrap().iter();
            places.map(|place| place["line"].to_string()).collect::<Vec<_>>().join(",")
        }
        // `together=Store+Gate,Clock`
        "together" => {
            let ids: Vec<&Value> = entry["children"].as_array().unwrap().iter().collect();
            let name = |id: &Value| {
                let at = ids.iter().position(|child| *child == id).unwrap();
                entry["child_names"][at].as_str().unwrap()
            };
            let group = |group: &Value| group.as_array().unwrap().iter().map(name).collect::<Vec<_>>().join("+");
            entry["groups"].as_array().unwrap().iter().map(group).collect::<Vec<_>>().join(",")
        }
        _ => match &entry[key] {
            Value::String(text) => text.replace(' ', "_"),
            other => other.to_string(),
        },
    }
}
