//! Keeps workspaces in memory, takes edits, and gives complete sets of findings.
//!
//! A changed file is lowered anew, all others are kept; what is found may depend on any file, so that the model is made
//! anew each time. Knows nothing of the protocol's messages.

use super::convert::{Encoding, Shown, shown};
use crate::baseline::Baseline;
use crate::error::Error;
use crate::policy::{Policy, Settings};
use crate::project::Project;
use crate::source::FileId;
use crate::workspace::Request;
use crate::workspace::disk::Disk;
use crate::{Lowered, Options};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Edits that come closer together than this are taken together.
const QUIET: Duration = Duration::from_millis(60);

/// What has happened.
#[derive(Debug)]
pub(super) enum Job {
    /// Folders came or went.
    Folders { added: Vec<PathBuf>, removed: Vec<PathBuf> },
    /// A text in the editor; `None`: it is closed, and the disk counts again.
    Text { path: PathBuf, text: Option<String> },
    /// Something changed on the disk.
    Reload,
}

/// What comes back.
#[derive(Debug)]
pub(super) enum Answer {
    /// An analysis begins.
    Working,
    /// All findings, by absolute path, after the job of this number.
    Found { seen: u64, findings: BTreeMap<PathBuf, Vec<Shown>> },
    /// A workspace cannot be analysed.
    Failed(String),
}

/// Works until nobody can give it a job.
pub(super) fn run(jobs: &Receiver<(u64, Job)>, answers: &Sender<Answer>, encoding: Encoding) {
    let mut desk = Desk::default();
    while let Ok((mut seen, job)) = jobs.recv() {
        desk.take(job);
        loop {
            match jobs.recv_timeout(QUIET) {
                Ok((number, job)) => {
                    seen = number;
                    desk.take(job);
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        // Nobody listens: the server has ended, and the next job will not come.
        let _ = answers.send(Answer::Working);
        let (findings, failures) = desk.work(encoding);
        for message in failures {
            let _ = answers.send(Answer::Failed(message));
        }
        let _ = answers.send(Answer::Found { seen, findings });
    }
}

/// All that is open.
#[derive(Default)]
struct Desk {
    folders: BTreeMap<PathBuf, Option<Session>>,
    /// Texts in the editor.
    texts: BTreeMap<PathBuf, String>,
    changed: BTreeSet<PathBuf>,
    reload: bool,
}

/// One workspace in memory.
struct Session {
    project: Project,
    options: Options,
    lowered: Lowered,
}

impl Desk {
    fn take(&mut self, job: Job) {
        match job {
            Job::Folders { added, removed } => {
                for folder in removed {
                    self.folders.remove(&folder);
                }
                self.folders.extend(added.into_iter().map(|folder| (folder, None)));
            }
            Job::Text { path, text } => {
                match text {
                    Some(text) => {
                        // A file outside of all folders stands for its own package.
                        if !self.folders.keys().any(|folder| path.starts_with(folder))
                            && let Some(folder) = path.parent()
                        {
                            self.folders.insert(folder.to_owned(), None);
                        }
                        self.texts.insert(path.clone(), text);
                    }
                    None => {
                        self.texts.remove(&path);
                        self.reload = true;
                    }
                }
                self.changed.insert(path);
            }
            Job::Reload => self.reload = true,
        }
    }

    fn work(&mut self, encoding: Encoding) -> (BTreeMap<PathBuf, Vec<Shown>>, Vec<String>) {
        let reload = std::mem::take(&mut self.reload);
        let changed = std::mem::take(&mut self.changed);
        let mut findings: BTreeMap<PathBuf, Vec<Shown>> = BTreeMap::new();
        let mut failures = Vec::new();
        for (folder, session) in &mut self.folders {
            // A fault of ours must not take the editor's server down.
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let session = match session {
                    Some(session) if !reload => {
                        session.edit(&changed, &self.texts);
                        session
                    }
                    _ => {
                        let before = session.take();
                        session.insert(Session::open(folder, &self.texts, before)?)
                    }
                };
                session.find(encoding)
            }));
            let name = folder.display();
            match outcome {
                Ok(Ok(found)) => {
                    for (path, shown) in found {
                        let there = findings.entry(path).or_default();
                        // Two folders may be of one workspace.
                        if !there.contains(&shown) {
                            there.push(shown);
                        }
                    }
                }
                Ok(Err(error)) => {
                    *session = None;
                    failures.push(format!("{name}: {}", said(&error)));
                }
                Err(_) => {
                    *session = None;
                    failures.push(format!("{name}: the analysis failed: this is a bug in cargo-tether"));
                }
            }
        }
        (findings, failures)
    }
}

/// An error with its place and its help, as plain text.
fn said(error: &Error) -> String {
    crate::render::human::failure(error, crate::render::human::Style::PLAIN)
}

impl Session {
    /// Reads a folder's workspace; what is the same as `before` is not lowered again.
    fn open(folder: &Path, texts: &BTreeMap<PathBuf, String>, before: Option<Self>) -> Result<Self, Error> {
        let request = Request { paths: vec![folder.to_owned()], workspace: true, ..Request::default() };
        let mut project = Project::open(request, &Disk::default())?;
        for (path, text) in texts {
            project.workspace.replace(path, text.clone());
        }
        let policy = Policy::new(&project.config, &project.workspace, Settings::configured)
            .map_err(|unknown| Error::usage(unknown.to_string(), None))?;
        let options = Options {
            policy,
            tests: project.tests(false),
            threads: 0,
            apis: Some(project.apis.clone()),
            boundaries: project.config.all_boundaries(),
        };
        let lowered = match before {
            Some(before) if before.options.tests == options.tests => {
                before.lowered.moved(&before.project.workspace, &project.workspace, &options)
            }
            _ => Lowered::new(&project.workspace, &options),
        };
        Ok(Self { project, options, lowered })
    }

    fn edit(&mut self, changed: &BTreeSet<PathBuf>, texts: &BTreeMap<PathBuf, String>) {
        let mut files: Vec<FileId> = Vec::new();
        for path in changed {
            let Some(text) = texts.get(path) else { continue };
            let Some(file) = self.project.workspace.file_at(path) else { continue };
            if self.project.workspace.sources.get(file).text != *text {
                self.project.workspace.sources.replace(file, text.clone());
                files.push(file);
            }
        }
        if !files.is_empty() {
            self.lowered.refresh(&self.project.workspace, &self.options, &files);
        }
    }

    fn find(&self, encoding: Encoding) -> Result<Vec<(PathBuf, Shown)>, Error> {
        let workspace = &self.project.workspace;
        let mut analysis = self.lowered.analyze(workspace, &self.options);
        if let Some((path, _)) = &self.project.config.baseline {
            analysis.diagnostics = Baseline::read(path)?.apply(analysis.diagnostics, &workspace.sources).new;
        }
        let found = analysis.diagnostics.iter();
        Ok(found.filter_map(|one| shown(one, &workspace.root, &workspace.sources, encoding)).collect())
    }
}
