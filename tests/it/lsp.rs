//! The language server, asked by a client in this process, and by Neovim where it is installed.

use crate::cli::{folder, run};
use cargo_tether::lsp::serve;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;

const MANIFEST: &str =
    "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n\n[dependencies]\ntokio = \"1\"\n";
const CALM: &str = "async fn tick() { tokio::task::yield_now().await }\npub fn f() { /* 𝕏 */ tick2(); }\n";
const LEAK: &str = "async fn tick() { tokio::task::yield_now().await }\n\
                    pub fn f() { /* 𝕏 */ tokio::spawn(async { loop { tick().await } }); }\n";

struct Client {
    connection: Connection,
    server: JoinHandle<Result<bool, String>>,
    next: i32,
    /// Findings that were pushed, by path.
    pushed: Vec<(PathBuf, Value)>,
    progress: Vec<String>,
    logged: Vec<String>,
}

impl Client {
    fn start(folders: &[&Path], capabilities: Value) -> Self {
        let (connection, theirs) = Connection::memory();
        let server = std::thread::spawn(move || serve(&theirs).map_err(|error| error.to_string()));
        let mut client =
            Self { connection, server, next: 1000, pushed: Vec::new(), progress: Vec::new(), logged: Vec::new() };
        let folders: Vec<Value> = folders.iter().map(|path| json!({ "uri": uri(path), "name": "x" })).collect();
        let answer = client
            .ask("initialize", json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders }));
        assert_eq!(answer["serverInfo"]["name"], "cargo-tether");
        client.tell("initialized", json!({}));
        client
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.connection.sender.send(Request::new(id.clone(), method.to_owned(), params).into()).unwrap();
        loop {
            if let Some(Message::Response(response)) = self.step()
                && response.id == id
            {
                return response.response_result.expect("it is answered");
            }
        }
    }

    /// Takes the next message; requests of the server are answered.
    fn step(&mut self) -> Option<Message> {
        let message =
            self.connection.receiver.recv_timeout(Duration::from_secs(120)).expect("the server says something");
        match &message {
            Message::Request(request) => {
                let answer = lsp_server::Response::new_ok(request.id.clone(), Value::Null);
                self.connection.sender.send(answer.into()).unwrap();
                return None;
            }
            Message::Notification(note) if note.method == "textDocument/publishDiagnostics" => {
                let path = note.params["uri"].as_str().unwrap().trim_start_matches("file://");
                self.pushed.push((path.into(), note.params["diagnostics"].clone()));
            }
            Message::Notification(note) if note.method == "$/progress" => {
                self.progress.push(note.params["value"]["kind"].as_str().unwrap().to_owned());
            }
            Message::Notification(note) if note.method == "window/logMessage" => {
                self.logged.push(note.params["message"].as_str().unwrap().to_owned());
            }
            _ => {}
        }
        Some(message)
    }

    /// The next findings that are pushed for a file.
    fn pushed(&mut self, path: &Path) -> Value {
        loop {
            if let Some(at) = self.pushed.iter().position(|(pushed, _)| pushed == path) {
                return self.pushed.remove(at).1;
            }
            self.step();
        }
    }

    fn open(&self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "rust", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "version": 2 });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    fn stop(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.tell("exit", Value::Null);
        assert_eq!(self.server.join().unwrap(), Ok(true));
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn demo(text: &str) -> (TempDir, PathBuf) {
    let folder = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", text)]);
    let root = folder.path().canonicalize().unwrap();
    (folder, root)
}

fn codes(diagnostics: &Value) -> Vec<&str> {
    diagnostics.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn findings_follow_what_is_typed() {
    let (_folder, root) = demo(CALM);
    let file = root.join("src/lib.rs");
    let progress = json!({ "window": { "workDoneProgress": true } });
    let mut client = Client::start(&[&root], progress);
    client.open(&file, CALM);
    client.change(&file, LEAK);
    let found = client.pushed(&file);
    assert_eq!(codes(&found), ["detached-loop"]);
    let one = &found[0];
    // Columns in UTF-16: the letter before counts for two.
    assert_eq!(one["range"]["start"], json!({ "line": 1, "character": 22 }));
    assert_eq!((&one["source"], &one["severity"]), (&"tether".into(), &2.into()));
    assert!(one["codeDescription"]["href"].as_str().unwrap().starts_with("https://"), "{one}");
    let related = &one["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], uri(&file));
    assert!(related["message"].as_str().unwrap().contains("no exit"), "{related}");

    let at = json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": 1, "character": 25 } });
    let hover = client.ask("textDocument/hover", at);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("## What to do instead"), "{hover}");
    let nowhere = json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.ask("textDocument/hover", nowhere), Value::Null);

    let range = json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 0 } });
    let context = json!({ "diagnostics": [] });
    let actions = client.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri(&file) }, "range": range, "context": context }),
    );
    let allow = &actions[0];
    assert_eq!(allow["title"], "allow `detached-loop` here (say why)");
    let edit = &allow["edit"]["changes"][uri(&file)][0];
    assert_eq!(edit["newText"], "// tether: allow(detached-loop, reason = \"\")\n");
    assert_eq!(edit["range"]["start"], json!({ "line": 1, "character": 0 }));

    // As the action leaves it, the reason is asked for.
    client.change(&file, &LEAK.replace("pub fn", "// tether: allow(detached-loop, reason = \"\")\npub fn"));
    assert_eq!(codes(&client.pushed(&file)), ["suppression-without-reason"]);
    client.change(&file, "// tether: allow(parse-error, reason = \"x\")\nfn a() {}\n");
    // A glance finds that the old ones are gone; that a comment is for nothing takes a look at the whole.
    assert_eq!(codes(&client.pushed(&file)), [""; 0]);
    assert_eq!(codes(&client.pushed(&file)), ["unused-suppression"]);
    let range = json!({ "start": { "line": 0, "character": 3 }, "end": { "line": 0, "character": 3 } });
    let actions = client.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri(&file) }, "range": range, "context": context }),
    );
    assert_eq!((&actions[0]["title"], &actions[0]["isPreferred"]), (&"remove the comment".into(), &true.into()));
    client.change(&file, CALM);
    assert_eq!(codes(&client.pushed(&file)), [""; 0]);
    assert!(client.progress.iter().any(|kind| kind == "begin") && client.progress.iter().any(|kind| kind == "end"));
    client.stop();
}

#[test]
fn findings_are_pulled_after_the_last_change() {
    let (_folder, root) = demo(CALM);
    let file = root.join("src/lib.rs");
    let mut client = Client::start(
        &[&root],
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } },
            "general": { "positionEncodings": ["utf-8"] } }),
    );
    client.open(&file, CALM);
    client.change(&file, LEAK);
    let params = json!({ "textDocument": { "uri": uri(&file) } });
    let report = client.ask("textDocument/diagnostic", params.clone());
    assert_eq!((&report["kind"], codes(&report["items"])), (&"full".into(), vec!["detached-loop"]));
    assert_eq!(report["items"][0]["range"]["start"], json!({ "line": 1, "character": 24 }));
    client.change(&file, CALM);
    assert_eq!(client.ask("textDocument/diagnostic", params)["items"], json!([]));
    assert!(client.pushed.is_empty(), "what is pulled is not pushed: {:?}", client.pushed);
    client.stop();
}

#[test]
fn configuration_and_files_are_read_again() {
    let (_folder, root) = demo(LEAK);
    let (_other, other) = demo(LEAK);
    let file = root.join("src/lib.rs");
    let mut client = Client::start(&[&root, &other], json!({}));
    assert_eq!(client.pushed(&file)[0]["severity"], 2);
    assert_eq!(codes(&client.pushed(&other.join("src/lib.rs"))), ["detached-loop"]);
    let reload = |client: &Client| client.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));

    std::fs::write(root.join("tether.toml"), "[levels]\nall = \"error\"\n").unwrap();
    reload(&client);
    assert_eq!(client.pushed(&file)[0]["severity"], 1);
    std::fs::write(root.join("tether.toml"), "levls = 1\n").unwrap();
    reload(&client);
    assert_eq!(codes(&client.pushed(&file)), [""; 0]);
    assert!(client.logged.concat().contains("did you mean `levels`?"), "{:?}", client.logged);
    let wrong = client.pushed(&root.join("tether.toml"));
    assert!(wrong[0]["message"].as_str().unwrap().starts_with("unknown key `levls`\nhelp: did you mean"), "{wrong}");
    assert_eq!(wrong[0]["range"]["end"], json!({ "line": 0, "character": 5 }));
    std::fs::remove_file(root.join("tether.toml")).unwrap();
    // A new module, and what stands in it.
    std::fs::write(&file, format!("mod more;\n{CALM}")).unwrap();
    std::fs::write(root.join("src/more.rs"), LEAK).unwrap();
    reload(&client);
    assert_eq!(codes(&client.pushed(&root.join("src/more.rs"))), ["detached-loop"]);

    let gone = json!({ "event": { "added": [], "removed": [{ "uri": uri(&other), "name": "x" }] } });
    client.tell("workspace/didChangeWorkspaceFolders", gone);
    assert_eq!(codes(&client.pushed(&other.join("src/lib.rs"))), [""; 0]);
    client.stop();
}

#[test]
fn a_client_that_does_not_tell_of_files_need_not() {
    let (_folder, root) = demo(LEAK);
    let file = root.join("src/lib.rs");
    let mut client = Client::start(&[&root], json!({ "textDocument": { "diagnostic": {} } }));
    // It could pull, but not be told to pull again: so all is pushed.
    client.open(&file, LEAK);
    assert_eq!(client.pushed(&file)[0]["severity"], 2);
    std::fs::write(root.join("tether.toml"), "levls = 1\n").unwrap();
    assert_eq!(codes(&client.pushed(&file)), [""; 0]);
    std::fs::write(root.join("tether.toml"), "[levels]\nall = \"error\"\n").unwrap();
    assert_eq!(client.pushed(&file)[0]["severity"], 1);
    std::fs::write(root.join("tether.toml"), "baseline = \"known.toml\"\n").unwrap();
    let known = crate::cli::tether(&root, &["--write-baseline=known.toml"]);
    assert_eq!(known.code, 0, "{}", known.stderr);
    assert_eq!(codes(&client.pushed(&file)), [""; 0]);
    client.stop();
}

#[test]
fn what_is_not_known_is_refused_and_the_server_goes_on() {
    let (_folder, root) = demo(LEAK);
    let mut client = Client::start(&[&root], json!({}));
    for (method, params, code) in [("textDocument/rename", json!({}), -32601), ("textDocument/hover", json!(1), -32602)]
    {
        let id = RequestId::from(method.to_owned());
        client.connection.sender.send(Request::new(id.clone(), method.to_owned(), params).into()).unwrap();
        let error = loop {
            match client.step() {
                Some(Message::Response(response)) if response.id == id => break response.response_result.unwrap_err(),
                _ => {}
            }
        };
        assert_eq!(error.code, code);
    }
    client.tell("textDocument/didOpen", json!([]));
    assert_eq!(codes(&client.pushed(&root.join("src/lib.rs"))), ["detached-loop"]);
    client.stop();
}

/// Opens a file in Neovim with our server, waits for a finding, and prints it.
const SCRIPT: &str = r#"
local root, file, server = vim.env.ROOT, vim.env.FILE, vim.env.SERVER
vim.cmd("edit " .. file)
local client = vim.lsp.start_client({ name = "tether", cmd = { server, "lsp" }, root_dir = root,
  workspace_folders = { { uri = vim.uri_from_fname(root), name = root } } })
vim.lsp.buf_attach_client(0, client)
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, one in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(("%d:%d %s %s\n"):format(one.lnum, one.col, one.source, one.code or one.user_data.lsp.code))
end
vim.lsp.stop_client(client)
vim.wait(10000, function() return vim.lsp.client_is_stopped(client) end, 50)
vim.cmd("qall!")
"#;

#[test]
fn neovim_shows_findings() {
    if Command::new("nvim").arg("--version").output().is_err() {
        eprintln!("Neovim is not installed: not tried");
        return;
    }
    let (_folder, root) = demo(LEAK);
    let script = root.join("script.lua");
    std::fs::write(&script, SCRIPT).unwrap();
    let mut command = Command::new("nvim");
    command.args(["--headless", "--clean", "-c"]).arg(format!("luafile {}", script.display()));
    command.env("ROOT", &root).env("FILE", root.join("src/lib.rs")).env("SERVER", env!("CARGO_BIN_EXE_cargo-tether"));
    let run = run(command.env("XDG_STATE_HOME", &root));
    let shown = format!("{}{}", run.stdout, run.stderr);
    assert!(shown.contains("tether detached-loop"), "{shown}");
}

#[test]
fn who_types_on_is_answered_and_the_last_text_counts() {
    let (_folder, root) = demo(CALM);
    let file = root.join("src/lib.rs");
    let mut client = Client::start(&[&root], json!({}));
    client.open(&file, CALM);
    for number in 0..40 {
        client.change(&file, &format!("{}// {number}\n", if number % 2 == 0 { LEAK } else { CALM }));
        std::thread::sleep(Duration::from_millis(7));
    }
    client.change(&file, &format!("\n{LEAK}"));
    // What was typed before may be told, too; the last text is told at last.
    while client.pushed(&file)[0]["range"]["start"]["line"] != 2 {}
    client.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri(&file) }, "position": { "line": 0, "character": 0 } }),
    );
    assert!(client.pushed.iter().all(|(_, found)| found[0]["range"]["start"]["line"] == 2), "{:?}", client.pushed);
    client.stop();
}
