//! Keeps workspaces in memory, takes edits, and gives complete sets of findings.
//!
//! A changed file is lowered anew, all others are kept; what is found may depend on any file, so that the model is made
//! anew each time. That takes longer than people notice: a glance at the changed files comes first, and the whole follows
//! when nobody types. Knows nothing of the protocol's messages.

use super::convert::{Encoding, Shown, failed, shown};
use crate::baseline::Baseline;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::fingerprint::Key;
use crate::policy::{Policy, Settings};
use crate::project::Project;
use crate::source::FileId;
use crate::stop::Stop;
use crate::workspace::Request;
use crate::workspace::disk::Disk;
use crate::workspace::disk::look::Look;
use crate::{Analysis, Lowered, Options};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Edits that come closer together than this are taken together.
const TOGETHER: Duration = Duration::from_millis(5);
/// After so much time without an edit the whole is judged.
const QUIET: Duration = Duration::from_millis(150);
/// So often the disk is looked at: some clients do not tell what changes there, others only what they write themselves.
const LOOK: Duration = Duration::from_secs(2);
/// No more than this part of the time goes into looking.
const RARELY: u32 = 100;

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
    /// What a glance finds in these files, by absolute path, after the job of this number. All other findings stay as they
    /// are.
    Glanced { seen: u64, findings: BTreeMap<PathBuf, Vec<Shown>> },
    /// All findings, by absolute path, after the job of this number.
    Found { seen: u64, findings: BTreeMap<PathBuf, Vec<Shown>> },
    /// A workspace cannot be analysed.
    Failed(String),
}

/// Works until nobody can give it a job. `stop`: said by whoever has a new job, so that it need not wait for the end of
/// what it makes worthless.
pub(super) fn run(jobs: &Receiver<(u64, Job)>, answers: &Sender<Answer>, encoding: Encoding, stop: Stop) {
    let mut desk = Desk { stop, ..Desk::default() };
    let mut last = 0;
    let mut first = next(jobs, &desk, last);
    while let Some((mut seen, job)) = first.take() {
        desk.take(job);
        loop {
            match jobs.recv_timeout(TOGETHER) {
                Ok((number, job)) => {
                    seen = number;
                    desk.take(job);
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        last = seen;
        desk.stop.say(false);
        // Nobody listens: the server has ended, and the next job will not come.
        if let Some(findings) = desk.glance(encoding) {
            let _ = answers.send(Answer::Glanced { seen, findings });
            match jobs.recv_timeout(QUIET) {
                Ok(next) => {
                    first = Some(next);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        let _ = answers.send(Answer::Working);
        let (findings, failures) = desk.work(encoding);
        if desk.stop.said() {
            // Half of an analysis is none. What has been lowered stays, and the next job is there already.
            first = next(jobs, &desk, last);
            continue;
        }
        for message in failures {
            let _ = answers.send(Answer::Failed(message));
        }
        let _ = answers.send(Answer::Found { seen, findings });
        desk.prepare();
        first = next(jobs, &desk, last);
    }
}

/// Waits for a job; what has changed on the disk is one, too. `None`: nobody can give one any more.
fn next(jobs: &Receiver<(u64, Job)>, desk: &Desk, last: u64) -> Option<(u64, Job)> {
    let mut pause = LOOK;
    loop {
        match jobs.recv_timeout(pause) {
            Ok(job) => return Some(job),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        let begin = Instant::now();
        if !desk.looks.values().all(Look::is_still_so) {
            return Some((last, Job::Reload));
        }
        pause = LOOK.max(begin.elapsed() * RARELY);
    }
}

/// All that is open.
#[derive(Default)]
struct Desk {
    folders: BTreeMap<PathBuf, Option<Session>>,
    /// The files of each folder's workspace, as they looked when they were read.
    looks: BTreeMap<PathBuf, Look>,
    /// Texts in the editor.
    texts: BTreeMap<PathBuf, String>,
    changed: BTreeSet<PathBuf>,
    reload: bool,
    stop: Stop,
}

/// One workspace in memory.
struct Session {
    project: Project,
    options: Options,
    lowered: Lowered,
    /// What the last analysis of the whole found.
    known: BTreeSet<Key>,
}

impl Desk {
    fn take(&mut self, job: Job) {
        match job {
            Job::Folders { added, removed } => {
                for folder in removed {
                    self.folders.remove(&folder);
                    self.looks.remove(&folder);
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

    /// Makes ready for a glance, while nobody waits.
    fn prepare(&self) {
        for session in self.folders.values().flatten() {
            session.lowered.prepare(&session.options);
        }
    }

    /// What a glance at the changed files finds; `None` where the disk has to be read.
    fn glance(&mut self, encoding: Encoding) -> Option<BTreeMap<PathBuf, Vec<Shown>>> {
        if self.reload || self.changed.is_empty() || self.folders.values().any(Option::is_none) {
            return None;
        }
        let changed = self.changed.clone();
        let texts = &self.texts;
        let mut findings: BTreeMap<PathBuf, Vec<Shown>> =
            changed.iter().map(|path| (path.clone(), Vec::new())).collect();
        for session in self.folders.values_mut().flatten() {
            let found = catch_unwind(AssertUnwindSafe(|| {
                session.edit(&changed, texts);
                session.glance(&changed, encoding)
            }));
            // The analysis of the whole will stumble, too, and tells.
            for (path, shown) in found.ok()? {
                findings.entry(path).or_default().push(shown);
            }
        }
        Some(findings)
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
                        let disk = Disk::recording();
                        let opened = Session::open(folder, &self.texts, before, &self.stop, &disk);
                        let baseline = opened.as_ref().ok().and_then(Session::baseline_path);
                        self.looks.insert(folder.clone(), Look::at(disk.files().into_iter().chain(baseline)));
                        session.insert(opened?)
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
                    if let Some((path, shown)) = failed(&error, folder, encoding) {
                        let there = findings.entry(path).or_default();
                        if !there.contains(&shown) {
                            there.push(shown);
                        }
                    }
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
    fn open(
        folder: &Path,
        texts: &BTreeMap<PathBuf, String>,
        before: Option<Self>,
        stop: &Stop,
        disk: &Disk,
    ) -> Result<Self, Error> {
        let request = Request { paths: vec![folder.to_owned()], workspace: true, ..Request::default() };
        let mut project = Project::open(request, disk)?;
        for (path, text) in texts {
            project.workspace.replace(path, text.clone());
        }
        let policy = Policy::new(&project.config, &project.workspace, Settings::configured)
            .map_err(|unknown| Error::usage(unknown.to_string(), None))?;
        let options = Options {
            policy,
            tests: project.config.judges_tests(false),
            whole: false,
            threads: 0,
            apis: Some(project.apis.clone()),
            boundaries: project.config.all_boundaries(),
            max_pool_size: project.config.max_pool_size.as_ref().map(|(size, _)| *size),
            stop: stop.clone(),
        };
        let lowered = match before {
            Some(before) if before.options.tests == options.tests => {
                before.lowered.moved(&before.project.workspace, &project.workspace, &options)
            }
            _ => Lowered::new(&project.workspace, &options),
        };
        Ok(Self { project, options, lowered, known: BTreeSet::new() })
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

    fn find(&mut self, encoding: Encoding) -> Result<Vec<(PathBuf, Shown)>, Error> {
        let workspace = &self.project.workspace;
        let mut analysis = self.lowered.analyze(workspace, &self.options);
        self.baseline(&mut analysis)?;
        if !self.options.stop.said() {
            self.known = analysis.diagnostics.iter().map(|one| Key::of(one, &workspace.sources)).collect();
        }
        Ok(self.shown(&analysis, encoding))
    }

    fn glance(&self, changed: &BTreeSet<PathBuf>, encoding: Encoding) -> Vec<(PathBuf, Shown)> {
        let workspace = &self.project.workspace;
        let files: Vec<FileId> = changed.iter().filter_map(|path| workspace.file_at(path)).collect();
        // Who types on is answered all the same.
        let options = Options { stop: Stop::default(), ..self.options.clone() };
        let mut analysis = self.lowered.glance(workspace, &options, &files);
        // The analysis of the whole will say what is wrong with the baseline.
        let _ = self.baseline(&mut analysis);
        // What a comment silences may be found by looking further.
        let unused = |one: &Diagnostic| one.rule == "unused-suppression";
        analysis.diagnostics.retain(|one| !unused(one) || self.known.contains(&Key::of(one, &workspace.sources)));
        self.shown(&analysis, encoding)
    }

    fn baseline_path(&self) -> Option<PathBuf> {
        self.project.config.baseline.as_ref().map(|(path, _)| path.clone())
    }

    fn baseline(&self, analysis: &mut Analysis) -> Result<(), Error> {
        if let Some((path, _)) = &self.project.config.baseline {
            let found = std::mem::take(&mut analysis.diagnostics);
            analysis.diagnostics = Baseline::read(path)?.apply(found, &self.project.workspace.sources).new;
        }
        Ok(())
    }

    fn shown(&self, analysis: &Analysis, encoding: Encoding) -> Vec<(PathBuf, Shown)> {
        let workspace = &self.project.workspace;
        let found = analysis.diagnostics.iter();
        found.filter_map(|one| shown(one, &workspace.root, &workspace.sources, encoding)).collect()
    }
}
