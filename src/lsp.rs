//! `cargo tether lsp`: a language server on standard input and output.
//!
//! This thread speaks the protocol and never analyses; `worker` analyses and knows nothing of the protocol. Between them
//! go edits one way and complete sets of findings the other way.

mod convert;
mod worker;

use crate::stop::Stop;
use convert::{Encoding, Shown, path_of, uri_of};
use crossbeam_channel::{Receiver, Sender, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeConfiguration, DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders,
    DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, LogMessage, Notification as _, Progress,
    PublishDiagnostics,
};
use lsp_types::request::{
    CodeActionRequest, DocumentDiagnosticRequest, HoverRequest, RegisterCapability, Request as _,
    WorkDoneProgressCreate, WorkspaceDiagnosticRefresh,
};
use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionOrCommand, CodeActionParams,
    CodeActionProviderCapability, DiagnosticOptions, DiagnosticServerCapabilities,
    DidChangeWatchedFilesRegistrationOptions, DocumentDiagnosticParams, DocumentDiagnosticReport,
    DocumentDiagnosticReportResult, FileSystemWatcher, FullDocumentDiagnosticReport, GlobPattern, Hover, HoverContents,
    HoverParams, HoverProviderCapability, InitializeParams, LogMessageParams, MarkupContent, MarkupKind, MessageType,
    NumberOrString, OneOf, ProgressParams, ProgressParamsValue, PublishDiagnosticsParams, Range, Registration,
    RegistrationParams, RelatedFullDocumentDiagnosticReport, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgress,
    WorkDoneProgressBegin, WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use worker::{Answer, Job};

/// What went wrong with the connection.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

const NAME: &str = "cargo-tether";
const PROGRESS: &str = "cargo-tether/analysis";

/// Serves one client until it says that it is done. Gives `false` when it goes away without saying so.
pub fn serve(connection: &Connection) -> Result<bool, Failure> {
    let (id, params) = connection.initialize_start()?;
    // Under another name in `InitializeParams` than in the protocol.
    let refreshes = params["capabilities"]["workspace"]["diagnostics"]["refreshSupport"] == Value::Bool(true);
    let params: InitializeParams = serde_json::from_value(params)?;
    let encoding = Encoding::chosen(&params.capabilities);
    let pulls = refreshes && params.capabilities.text_document.as_ref().is_some_and(|it| it.diagnostic.is_some());
    let result = serde_json::json!({
        "capabilities": capabilities(encoding, pulls),
        "serverInfo": { "name": NAME, "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, result)?;

    let (jobs, for_worker) = unbounded();
    let (for_us, answers) = unbounded();
    let stop = Stop::default();
    let heard = stop.clone();
    let worker = std::thread::Builder::new()
        .name("analysis".to_owned())
        .spawn(move || worker::run(&for_worker, &for_us, encoding, heard))?;
    let mut server = Server::new(connection, params.capabilities.clone(), pulls, jobs, stop);
    server.start(&params)?;
    let orderly = server.serve(&answers);
    // The worker ends when nobody can give it a job.
    drop(server);
    let ended = worker.join();
    let orderly = orderly?;
    ended.map_err(|_| "the analysis failed")?;
    Ok(orderly)
}

fn capabilities(encoding: Encoding, pulls: bool) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..Default::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..Default::default()
        })),
        diagnostic_provider: pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(NAME.to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: false,
                ..Default::default()
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..Default::default()
    }
}

struct Server<'a> {
    connection: &'a Connection,
    client: ClientCapabilities,
    /// The client asks for findings, and asks again when it is told to; all others are told the findings.
    pulls_diagnostics: bool,
    jobs: Sender<(u64, Job)>,
    /// Keeps the worker from ending what a new job makes worthless.
    stop: Stop,
    /// Number of the last job.
    sent: u64,
    /// Number of the last job that the findings know of.
    seen: u64,
    findings: BTreeMap<PathBuf, Vec<Shown>>,
    open: BTreeSet<PathBuf>,
    /// Requests that wait for a job to be seen.
    pulls: Vec<(RequestId, PathBuf, u64)>,
    /// Numbers of our own requests.
    asked: i32,
    /// The client has taken our token for progress.
    may_progress: bool,
    token: Option<RequestId>,
    /// The worker judges the whole.
    busy: bool,
    /// The client has been told so.
    working: bool,
}

impl<'a> Server<'a> {
    fn new(
        connection: &'a Connection,
        client: ClientCapabilities,
        pulls_diagnostics: bool,
        jobs: Sender<(u64, Job)>,
        stop: Stop,
    ) -> Self {
        Self {
            connection,
            client,
            pulls_diagnostics,
            jobs,
            stop,
            sent: 0,
            seen: 0,
            findings: BTreeMap::new(),
            open: BTreeSet::new(),
            pulls: Vec::new(),
            asked: 0,
            may_progress: false,
            token: None,
            busy: false,
            working: false,
        }
    }

    fn start(&mut self, params: &InitializeParams) -> Result<(), Failure> {
        let window = self.client.window.as_ref();
        if window.and_then(|window| window.work_done_progress) == Some(true) {
            let token = NumberOrString::String(PROGRESS.to_owned());
            self.token = Some(self.request::<WorkDoneProgressCreate>(WorkDoneProgressCreateParams { token })?);
        }
        let workspace = self.client.workspace.as_ref();
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
        if watched.and_then(|watched| watched.dynamic_registration) == Some(true) {
            let globs = ["**/*.rs", "**/Cargo.toml", "**/tether.toml", "**/tether-baseline.toml"];
            let watchers =
                globs.map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None });
            let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.to_vec() };
            self.request::<RegisterCapability>(RegistrationParams {
                registrations: vec![Registration {
                    id: "files".to_owned(),
                    method: DidChangeWatchedFiles::METHOD.to_owned(),
                    register_options: Some(serde_json::to_value(options)?),
                }],
            })?;
        }
        #[expect(deprecated, reason = "clients from before workspace folders say where they are this way")]
        let root = params.root_uri.as_ref();
        let folders = match &params.workspace_folders {
            Some(folders) => folders.iter().filter_map(|folder| path_of(&folder.uri)).collect(),
            None => root.and_then(path_of).into_iter().collect::<Vec<_>>(),
        };
        self.job(Job::Folders { added: folders, removed: Vec::new() });
        Ok(())
    }

    /// `true` if the client has said that it is done.
    fn serve(&mut self, answers: &Receiver<Answer>) -> Result<bool, Failure> {
        loop {
            select! {
                recv(self.connection.receiver) -> message => match message {
                    Ok(Message::Request(request)) => {
                        if self.connection.handle_shutdown(&request)? {
                            return Ok(true);
                        }
                        self.answer(request)?;
                    }
                    Ok(Message::Notification(notification)) => self.note(notification)?,
                    Ok(Message::Response(response)) => {
                        if self.token.as_ref() == Some(&response.id) {
                            self.may_progress = response.response_result.is_ok();
                            // Who answers slowly has missed the beginning.
                            self.progress(self.busy)?;
                        }
                    }
                    Err(_) => return Ok(false),
                },
                recv(answers) -> answer => match answer {
                    Ok(answer) => self.show(answer)?,
                    Err(_) => return Err("the analysis has ended".into()),
                },
            }
        }
    }

    fn job(&mut self, job: Job) {
        self.sent += 1;
        // Said first: who has heard it waits for the job.
        self.stop.say(true);
        // A worker that is gone is seen where its answers are taken.
        let _ = self.jobs.send((self.sent, job));
    }

    fn note(&mut self, notification: Notification) -> Result<(), Failure> {
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(params) = read::<DidOpenTextDocument>(notification) else { return Ok(()) };
                let Some(path) = path_of(&params.text_document.uri) else { return Ok(()) };
                self.open.insert(path.clone());
                // What was pushed before would stand beside what is pulled from now on.
                if self.pulls_diagnostics && self.findings.contains_key(&path) {
                    self.publish(&path, &[])?;
                }
                self.job(Job::Text { path, text: Some(params.text_document.text) });
            }
            DidChangeTextDocument::METHOD => {
                let Some(mut params) = read::<DidChangeTextDocument>(notification) else { return Ok(()) };
                let Some(path) = path_of(&params.text_document.uri) else { return Ok(()) };
                if let Some(change) = params.content_changes.pop() {
                    self.job(Job::Text { path, text: Some(change.text) });
                }
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = read::<DidCloseTextDocument>(notification) else { return Ok(()) };
                let Some(path) = path_of(&params.text_document.uri) else { return Ok(()) };
                self.open.remove(&path);
                self.job(Job::Text { path, text: None });
            }
            DidChangeWorkspaceFolders::METHOD => {
                let Some(params) = read::<DidChangeWorkspaceFolders>(notification) else { return Ok(()) };
                let paths = |folders: Vec<lsp_types::WorkspaceFolder>| {
                    folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
                };
                self.job(Job::Folders { added: paths(params.event.added), removed: paths(params.event.removed) });
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD | DidChangeConfiguration::METHOD => {
                self.job(Job::Reload);
            }
            _ => {}
        }
        Ok(())
    }

    fn answer(&mut self, request: Request) -> Result<(), Failure> {
        let id = request.id.clone();
        match request.method.as_str() {
            DocumentDiagnosticRequest::METHOD => {
                match serde_json::from_value::<DocumentDiagnosticParams>(request.params) {
                    Ok(params) => {
                        let path = path_of(&params.text_document.uri).unwrap_or_default();
                        self.pulls.push((id, path, self.sent));
                        self.answer_pulls()
                    }
                    Err(error) => self.refuse(id, &error),
                }
            }
            HoverRequest::METHOD => match serde_json::from_value::<HoverParams>(request.params) {
                Ok(params) => {
                    let at = params.text_document_position_params;
                    let hover = path_of(&at.text_document.uri).and_then(|path| self.hover(&path, at.position));
                    self.respond(id, &hover)
                }
                Err(error) => self.refuse(id, &error),
            },
            CodeActionRequest::METHOD => match serde_json::from_value::<CodeActionParams>(request.params) {
                Ok(params) => {
                    let path = path_of(&params.text_document.uri).unwrap_or_default();
                    let actions = self.actions(&path, params.range);
                    self.respond(id, &actions)
                }
                Err(error) => self.refuse(id, &error),
            },
            method => {
                let message = format!("`{method}` is not known here");
                self.send(Response::new_err(id, ErrorCode::MethodNotFound as i32, message))
            }
        }
    }

    fn hover(&self, path: &Path, at: lsp_types::Position) -> Option<Hover> {
        let mut here = self.findings.get(path)?.iter().filter(|shown| {
            let range = shown.diagnostic.range;
            range.start <= at && at <= range.end
        });
        let shown = here.next()?;
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value: shown.page.clone() });
        Some(Hover { contents, range: Some(shown.diagnostic.range) })
    }

    fn actions(&self, path: &Path, range: Range) -> Vec<CodeActionOrCommand> {
        let here = self.findings.get(path).into_iter().flatten().filter(|shown| {
            // The whole line counts: nobody puts the cursor on the first letter of a call.
            shown.diagnostic.range.start.line <= range.end.line && range.start.line <= shown.diagnostic.range.end.line
        });
        here.flat_map(|shown| shown.actions.iter().cloned()).map(CodeActionOrCommand::CodeAction).collect()
    }

    fn show(&mut self, answer: Answer) -> Result<(), Failure> {
        match answer {
            Answer::Working => {
                self.busy = true;
                self.progress(true)
            }
            Answer::Failed(message) => self.notify::<LogMessage>(LogMessageParams { typ: MessageType::ERROR, message }),
            Answer::Glanced { seen, findings } => {
                for (path, now) in findings {
                    let pulled = self.pulls_diagnostics && self.open.contains(&path);
                    if !pulled && self.findings.get(&path).map_or(&[][..], Vec::as_slice) != now {
                        self.publish(&path, &now)?;
                    }
                    // Without a word that there is more, the first answer would be the last.
                    if pulled {
                        let (ready, waiting) = std::mem::take(&mut self.pulls)
                            .into_iter()
                            .partition(|(_, asked, at)| *asked == path && *at <= seen);
                        self.pulls = waiting;
                        self.findings.insert(path, now);
                        self.answer_with_what_is_there(ready)?;
                        continue;
                    }
                    self.findings.insert(path, now);
                }
                Ok(())
            }
            Answer::Found { seen, findings } => {
                let before = std::mem::replace(&mut self.findings, findings);
                self.seen = seen;
                let paths: BTreeSet<PathBuf> = before.keys().chain(self.findings.keys()).cloned().collect();
                let mut changed = false;
                for path in paths {
                    let now = self.findings.get(&path).cloned().unwrap_or_default();
                    if before.get(&path).is_some_and(|before| *before == now) {
                        continue;
                    }
                    changed = true;
                    if !(self.pulls_diagnostics && self.open.contains(&path)) {
                        self.publish(&path, &now)?;
                    }
                }
                self.busy = false;
                self.progress(false)?;
                self.answer_pulls()?;
                if changed && self.pulls_diagnostics {
                    self.request::<WorkspaceDiagnosticRefresh>(())?;
                }
                Ok(())
            }
        }
    }

    /// Answers what was asked before the findings that are there now.
    fn answer_pulls(&mut self) -> Result<(), Failure> {
        let (ready, waiting) = std::mem::take(&mut self.pulls).into_iter().partition(|(_, _, at)| *at <= self.seen);
        self.pulls = waiting;
        self.answer_with_what_is_there(ready)
    }

    fn answer_with_what_is_there(&self, pulls: Vec<(RequestId, PathBuf, u64)>) -> Result<(), Failure> {
        for (id, path, _) in pulls {
            let items = self.findings.get(&path).into_iter().flatten().map(|shown| shown.diagnostic.clone()).collect();
            let full = FullDocumentDiagnosticReport { result_id: None, items };
            let report =
                RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report: full };
            self.respond(id, &DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report)))?;
        }
        Ok(())
    }

    fn publish(&self, path: &Path, shown: &[Shown]) -> Result<(), Failure> {
        let Some(uri) = uri_of(path) else { return Ok(()) };
        let diagnostics = shown.iter().map(|shown| shown.diagnostic.clone()).collect();
        self.notify::<PublishDiagnostics>(PublishDiagnosticsParams { uri, diagnostics, version: None })
    }

    fn progress(&mut self, working: bool) -> Result<(), Failure> {
        if !self.may_progress || self.working == working {
            return Ok(());
        }
        self.working = working;
        let value = match working {
            true => WorkDoneProgress::Begin(WorkDoneProgressBegin {
                title: "tether: analysing".to_owned(),
                ..Default::default()
            }),
            false => WorkDoneProgress::End(WorkDoneProgressEnd { message: None }),
        };
        let token = NumberOrString::String(PROGRESS.to_owned());
        self.notify::<Progress>(ProgressParams { token, value: ProgressParamsValue::WorkDone(value) })
    }

    fn request<R: lsp_types::request::Request>(&mut self, params: R::Params) -> Result<RequestId, Failure> {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.send(Request::new(id.clone(), R::METHOD.to_owned(), params))?;
        Ok(id)
    }

    fn notify<N: lsp_types::notification::Notification>(&self, params: N::Params) -> Result<(), Failure> {
        self.send(Notification::new(N::METHOD.to_owned(), params))
    }

    fn respond(&self, id: RequestId, result: &impl Serialize) -> Result<(), Failure> {
        self.send(Response { id, response_result: Ok(serde_json::to_value(result)?) })
    }

    fn refuse(&self, id: RequestId, error: &serde_json::Error) -> Result<(), Failure> {
        self.send(Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()))
    }

    fn send(&self, message: impl Into<Message>) -> Result<(), Failure> {
        Ok(self.connection.sender.send(message.into())?)
    }
}

/// What a notification says; nothing if it cannot be read, because nobody can be told.
fn read<N: lsp_types::notification::Notification>(notification: Notification) -> Option<N::Params>
where
    N::Params: DeserializeOwned,
{
    let params: Value = notification.params;
    serde_json::from_value(params).ok()
}
