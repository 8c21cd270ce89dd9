use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, select};

use crate::debounce::{Debounce, Patience};
use crate::degradations::Degradations;
use crate::hint::{Hint, Weight};
use crate::level::Level;
use crate::message::{Degradation, Gone, Message, RescanReason, Sink};
use crate::observation::Observation;
use crate::registry::Registry;
use crate::repository::IndexLock;
use crate::root::{Root, RootState};
use crate::rules::{Rules, Skip, is_rule_file, split};
use crate::scan::{Found, ScanError, ScanReport, walk};
use crate::second_looks::SecondLooks;
use crate::status::{SharedStatus, Status};
use crate::watch::WatchOptions;

const SECOND_LOOK_MS: u64 = 1_000;
const POLL_SLICE_MS: u64 = 20;
const HINTS_AT_ONCE: usize = 1_000;

/// What the owner of a watch asks of its thread.
#[derive(Debug)]
pub(crate) enum Command {
    Demand(usize),
    Touch(String),
    Stop,
}

/// How the thread of a watch has ended.
pub(crate) enum Ending {
    Stopped,
    Failed(String),
}

/// The state of a watch, on its own thread.
pub(crate) struct Observer {
    options: WatchOptions,
    root: Root,
    rules: Rules,
    registry: Registry,
    debounce: Debounce,
    second_looks: SecondLooks,
    lock: IndexLock,
    degradations: Degradations,
    demand: usize,
    inbox: Receiver<Command>,
    stopped: Arc<AtomicBool>,
    status: Arc<SharedStatus>,
    started: Instant,
}

impl Observer {
    pub fn new(
        options: WatchOptions,
        inbox: Receiver<Command>,
        stopped: Arc<AtomicBool>,
        status: Arc<SharedStatus>,
    ) -> Observer {
        let rules = Rules::load(&options.root, &options.filter);
        Observer {
            root: Root::new(&options.root),
            registry: registry(&rules, &options),
            rules,
            debounce: Debounce::new(Patience {
                quiet: milliseconds(options.quiet),
                ceiling: milliseconds(options.ceiling),
                bulk: options.bulk,
                bulk_quiet: milliseconds(options.bulk_quiet),
            }),
            second_looks: SecondLooks::default(),
            lock: IndexLock::default(),
            degradations: Degradations::default(),
            demand: 0,
            inbox,
            stopped,
            status,
            started: Instant::now(),
            options,
        }
    }

    pub fn run(&mut self, sink: &impl Sink) -> Ending {
        let started = if self.root.is_there() {
            self.rescan(RescanReason::Started, sink)
        } else {
            Ok(())
        };
        match started.and_then(|()| self.serve(sink)) {
            Ok(ending) => ending,
            Err(Gone) => Ending::Stopped,
        }
    }

    fn serve(&mut self, sink: &impl Sink) -> Result<Ending, Gone> {
        let inbox = self.inbox.clone();
        loop {
            let now = self.now();
            self.work(now, sink)?;
            self.tell_status();
            let pause = Duration::from_millis(self.next_wake(now).saturating_sub(self.now()));
            select! {
                recv(inbox) -> command => match command {
                    Ok(Command::Demand(count)) => self.demand = self.demand.saturating_add(count),
                    Ok(Command::Touch(path)) => self.mark(&path, Weight::Ongoing),
                    Ok(Command::Stop) | Err(_) => return Ok(Ending::Stopped),
                },
                recv(self.registry.observation.hints()) -> hint => match hint {
                    Ok(hint) => self.take_with_those_behind(hint),
                    Err(_) => return Ok(Ending::Failed("the event source has ended".into())),
                },
                default(pause) => (),
            }
        }
    }

    fn tell_status(&self) {
        self.status.tell(Status {
            watches: self.registry.observation.watches(),
            polled: self.registry.observation.polled(),
            pending: self.debounce.len(),
        });
    }

    fn now(&self) -> u64 {
        milliseconds(self.started.elapsed())
    }

    fn next_wake(&self, now: u64) -> u64 {
        let paths = self.debounce.next_deadline().filter(|_| self.demand > 0);
        let delivery = [self.debounce.rescan_deadline(), paths]
            .into_iter()
            .flatten()
            .min()
            .filter(|_| self.root.is_there())
            .map(|at| at.max(self.lock.held_until(now)));
        [
            delivery,
            self.second_looks.next(),
            self.registry.observation.next_poll(),
            Some(self.root.next_check()),
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(now)
    }

    /// Does whatever is due by now.
    fn work(&mut self, now: u64, sink: &impl Sink) -> Result<(), Gone> {
        if self.registry.observation.take_lost() {
            self.debounce.rescan(RescanReason::Overflow, now);
        }
        if self.root.next_check() <= now {
            self.check_root();
        }
        for directory in self.second_looks.due(now) {
            self.list(&directory);
        }
        self.poll(now);
        self.report_degradations(sink)?;
        self.deliver(now, sink)
    }

    /// Events and demands are not kept waiting by many directories that are due.
    fn poll(&mut self, now: u64) {
        let enough = now + POLL_SLICE_MS;
        while self.now() < enough
            && let Some(hints) = self.registry.observation.poll(now)
        {
            hints.into_iter().for_each(|hint| self.take(hint));
        }
    }

    /// What was told in one moment is delivered as one.
    fn take_with_those_behind(&mut self, hint: Hint) {
        self.take(hint);
        let hints = self.registry.observation.hints().clone();
        for hint in hints.try_iter().take(HINTS_AT_ONCE) {
            self.take(hint);
        }
    }

    fn deliver(&mut self, now: u64, sink: &impl Sink) -> Result<(), Gone> {
        let rescan = self.debounce.rescan_deadline().is_some_and(|at| at <= now);
        let paths = self.demand > 0 && self.debounce.next_deadline().is_some_and(|at| at <= now);
        if !(rescan || paths) || self.lock.holds(self.rules.repository(), now) {
            return Ok(());
        }
        // What a missing root makes of its files is not news about the files.
        self.check_root();
        if !self.root.is_there() {
            return self.report_degradations(sink);
        }
        if let Some(reason) = self.debounce.due_rescan(now) {
            self.rescan(reason, sink)?;
        }
        let paths = self.debounce.due(now, self.demand);
        self.demand -= paths.len();
        if paths.is_empty() {
            Ok(())
        } else {
            sink.send(Message::Changed(paths))
        }
    }

    /// Sets all watches anew, then asks for the comparison: in this order nothing falls between.
    fn rescan(&mut self, reason: RescanReason, sink: &impl Sink) -> Result<(), Gone> {
        self.rules = Rules::load(self.rules.root(), &self.options.filter);
        let (now, rules, stopped) = (self.now(), &self.rules, &self.stopped);
        let mut report = ScanReport::default();
        self.registry.renew(|registry| {
            report = walk(rules, "", &mut |found| {
                registry.meet(&found, now);
                !stopped.load(Ordering::Acquire)
            });
        });
        self.look_again(&report.errors);
        self.report_degradations(sink)?;
        self.tell_status();
        sink.send(Message::Rescan(reason))
    }

    /// What lies in a directory that is watched but could not be listed (too many open files) is
    /// not known yet.
    fn look_again(&mut self, errors: &[ScanError]) {
        let at = self.now() + SECOND_LOOK_MS;
        for ScanError { path, .. } in errors {
            if self.registry.contains(path) && !self.registry.polls(path) {
                self.second_looks.add(path, at);
            }
        }
    }

    fn report_degradations(&mut self, sink: &impl Sink) -> Result<(), Gone> {
        let mut current = self.registry.observation.degradations().clone();
        if !self.root.is_there() {
            let reason = Degradation::RootMissing;
            current.insert(reason.kind(), (reason, 1));
        }
        let settled = self.root.is_there() && self.debounce.rescan_deadline().is_none();
        let news = self.degradations.news(&current, settled);
        news.into_iter().try_for_each(|message| sink.send(message))
    }

    fn check_root(&mut self) {
        match self.root.check(self.now()) {
            RootState::Same => (),
            RootState::Missing => self.forget_all(),
            RootState::Returned => self.begin_anew(RescanReason::RootReturned),
            RootState::Replaced => self.begin_anew(RescanReason::RootReplaced),
        }
    }

    /// Watches on the former directory tell nothing about what is there now.
    fn begin_anew(&mut self, reason: RescanReason) {
        self.rules = Rules::load(&self.options.root, &self.options.filter);
        self.forget_all();
        self.debounce.rescan(reason, self.now());
    }

    fn forget_all(&mut self) {
        self.registry = registry(&self.rules, &self.options);
        self.debounce.clear();
        self.second_looks = SecondLooks::default();
    }

    fn take(&mut self, hint: Hint) {
        match hint {
            Hint::Lost => self.debounce.rescan(RescanReason::Overflow, self.now()),
            Hint::Path(path, weight) => self.absolute(&path, weight),
        }
    }

    fn absolute(&mut self, path: &Path, weight: Weight) {
        if let Some(reason) = self.registry.news(path) {
            return self.debounce.rescan(reason, self.now());
        }
        let root = self.rules.root();
        if path == root {
            if weight == Weight::Gone {
                self.root.doubt();
            }
        } else if let Some(path) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            self.relative(path, weight);
        }
    }

    fn relative(&mut self, path: &str, weight: Weight) {
        let (parent, name) = split(path);
        let Some(level) = self.registry.level(parent) else {
            // The top of a repository that is not entered may be a directory like any other by now,
            // or may have been one for as long as a comparison took.
            if name == ".git" {
                self.debounce.rescan(RescanReason::RulesChanged, self.now());
            }
            return;
        };
        if is_rule_file(name) {
            return self.debounce.rescan(RescanReason::RulesChanged, self.now());
        }
        match self.rules.root().join(path).symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => self.directory(path, &level, weight),
            _ => self.file(path, &level, weight),
        }
    }

    fn file(&mut self, path: &str, level: &Level, weight: Weight) {
        if self.registry.forget(path) || self.rules.tells(level, path) {
            self.mark(path, weight);
        }
    }

    fn directory(&mut self, path: &str, parent: &Arc<Level>, weight: Weight) {
        let known = self.registry.contains(path);
        if known && weight == Weight::Gone {
            return self.directory_replaced(path);
        }
        match self.rules.enter(parent, path) {
            Err(skip) => {
                self.file(path, parent, weight);
                if skip == Skip::NestedRepository {
                    self.registry
                        .meet(&Found::NestedRepository(path), self.now());
                }
            }
            Ok(_) if known && weight == Weight::Attributes && !self.registry.polls(path) => (),
            Ok(level) if known && weight == Weight::Ongoing && self.second_looks.cover(path) => {
                self.registry.enter(path, &level, self.now());
            }
            Ok(_) => {
                // There may have been a file of this name.
                if !known && self.rules.admit(parent, path).is_ok() {
                    self.mark(path, weight);
                }
                self.list(path);
                self.second_looks.add(path, self.now() + SECOND_LOOK_MS);
            }
        }
    }

    /// Nothing tells which files went with the former directory of this name, unless it is polled:
    /// then its next listing does.
    fn directory_replaced(&mut self, path: &str) {
        if self.registry.polls(path) {
            return;
        }
        self.registry.forget(path);
        self.list(path);
        self.debounce
            .rescan(RescanReason::DirectoryReplaced, self.now());
    }

    /// A new directory tells nothing about the files that were put into it before it had a watch.
    fn list(&mut self, directory: &str) {
        let now = self.now();
        let quiet = milliseconds(self.options.quiet);
        let (registry, debounce, stopped) = (&mut self.registry, &mut self.debounce, &self.stopped);
        let report = walk(&self.rules, directory, &mut |found| {
            match found {
                Found::File(entry) => debounce.mark(&entry.path, now, quiet),
                found => registry.meet(&found, now),
            }
            !stopped.load(Ordering::Acquire)
        });
        self.look_again(&report.errors);
    }

    fn mark(&mut self, path: &str, weight: Weight) {
        let quiet = match weight {
            Weight::Attributes if self.debounce.contains(path) => return,
            Weight::Finished if self.options.on_close => 0,
            _ => milliseconds(self.options.quiet),
        };
        self.debounce.mark(path, self.now(), quiet);
    }
}

fn registry(rules: &Rules, options: &WatchOptions) -> Registry {
    let interval = milliseconds(options.poll_interval);
    let observation = Observation::new(rules.root(), options.poll, interval);
    Registry::new(rules.root(), observation)
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
