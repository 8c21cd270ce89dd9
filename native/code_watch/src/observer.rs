use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, select};

use crate::debounce::Debounce;
use crate::hint::{Hint, Weight};
use crate::identity::Identity;
use crate::level::Level;
use crate::message::{Degradation, Gone, Message, RescanReason, Sink};
use crate::registry::Registry;
use crate::repository::IndexLock;
use crate::rules::{Rules, is_rule_file, split};
use crate::scan::{Found, walk};
use crate::second_looks::SecondLooks;
use crate::status::{SharedStatus, Status};
use crate::watch::WatchOptions;

const AFTER_CLOSE_MS: u64 = 3;
const SECOND_LOOK_MS: u64 = 1_000;
const ROOT_CHECK_MS: u64 = 5_000;
const ROOT_POLL_MS: u64 = 1_000;

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
    root: PathBuf,
    identity: Option<Identity>,
    next_root_check: u64,
    rules: Rules,
    registry: Registry,
    debounce: Debounce,
    second_looks: SecondLooks,
    lock: IndexLock,
    demand: usize,
    inbox: Receiver<Command>,
    stopped: Arc<AtomicBool>,
    status: Arc<SharedStatus>,
    started: Instant,
}

impl Observer {
    pub fn new(
        options: WatchOptions,
        registry: Registry,
        inbox: Receiver<Command>,
        stopped: Arc<AtomicBool>,
        status: Arc<SharedStatus>,
    ) -> Observer {
        let rules = Rules::load(&options.root, &options.filter);
        Observer {
            root: rules.root().into(),
            identity: None,
            next_root_check: 0,
            rules,
            registry,
            debounce: Debounce::new(
                milliseconds(options.quiet),
                milliseconds(options.ceiling),
                options.capacity,
            ),
            second_looks: SecondLooks::default(),
            lock: IndexLock::default(),
            demand: 0,
            inbox,
            stopped,
            status,
            started: Instant::now(),
            options,
        }
    }

    pub fn run(&mut self, sink: &impl Sink) -> Ending {
        self.identity = Identity::of(&self.options.root);
        match self
            .rescan(RescanReason::Started, sink)
            .and_then(|()| self.serve(sink))
        {
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
                recv(self.registry.events) -> hint => match hint {
                    Ok(hint) => self.take(hint),
                    Err(_) => return Ok(Ending::Failed("the event source has ended".into())),
                },
                default(pause) => (),
            }
        }
    }

    fn tell_status(&self) {
        self.status.tell(Status {
            watches: self.registry.watches(),
            polled: 0,
            pending: self.debounce.len(),
        });
    }

    fn now(&self) -> u64 {
        milliseconds(self.started.elapsed())
    }

    fn next_wake(&self, now: u64) -> u64 {
        let mut deliveries = self
            .debounce
            .rescan_deadline()
            .into_iter()
            .collect::<Vec<_>>();
        deliveries.extend(self.debounce.next_deadline().filter(|_| self.demand > 0));
        let delivery = deliveries
            .into_iter()
            .min()
            .filter(|_| self.identity.is_some());
        let delivery = delivery.map(|at| at.max(self.lock.held_until(now)));
        [
            delivery,
            self.second_looks.next(),
            Some(self.next_root_check),
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(now)
    }

    /// Does whatever is due by now.
    fn work(&mut self, now: u64, sink: &impl Sink) -> Result<(), Gone> {
        if self.registry.take_lost() {
            self.debounce.rescan(RescanReason::Overflow, now);
        }
        if self.next_root_check <= now {
            self.check_root(sink)?;
        }
        for directory in self.second_looks.due(now) {
            self.list(&directory);
        }
        self.report_failure(sink)?;
        self.deliver(now, sink)
    }

    fn deliver(&mut self, now: u64, sink: &impl Sink) -> Result<(), Gone> {
        let rescan = self.debounce.rescan_deadline().is_some_and(|at| at <= now);
        let paths = self.demand > 0 && self.debounce.next_deadline().is_some_and(|at| at <= now);
        if !(rescan || paths) || self.lock.holds(self.rules.repository(), now) {
            return Ok(());
        }
        // What a missing root makes of its files is not news about the files.
        self.check_root(sink)?;
        if self.identity.is_none() {
            return Ok(());
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
        self.rules = Rules::load(&self.root, &self.options.filter);
        let former = self.registry.take_directories();
        self.enter_all();
        // A moved directory has one watch, which has just gone with its former name.
        if self.registry.unwatch_unknown(former) {
            self.enter_all();
        }
        self.watch_repository();
        self.report_failure(sink)?;
        self.tell_status();
        sink.send(Message::Rescan(reason))
    }

    fn enter_all(&mut self) {
        let (registry, stopped) = (&mut self.registry, &self.stopped);
        walk(&self.rules, "", &mut |found| {
            if let Found::Directory(directory, level) = found {
                registry.enter(directory, level);
            }
            !stopped.load(Ordering::Acquire)
        });
    }

    fn watch_repository(&mut self) {
        if let Some(repository) = self.rules.repository() {
            self.registry.watch_outside(&repository.git_dir);
            if let Some(info) = repository.exclude().parent() {
                self.registry.watch_outside(info);
            }
        }
    }

    fn report_failure(&mut self, sink: &impl Sink) -> Result<(), Gone> {
        match self.registry.take_failure() {
            Some((reason, unwatched)) => sink.send(Message::Degraded { reason, unwatched }),
            None => Ok(()),
        }
    }

    fn check_root(&mut self, sink: &impl Sink) -> Result<(), Gone> {
        let (before, now) = (self.identity, Identity::of(&self.options.root));
        self.identity = now;
        let pause = if now.is_some() {
            ROOT_CHECK_MS
        } else {
            ROOT_POLL_MS
        };
        self.next_root_check = self.now() + pause;
        match now {
            _ if now == before => Ok(()),
            Some(_) => {
                self.replace_root();
                Ok(())
            }
            None => {
                self.forget_all();
                sink.send(Message::Degraded {
                    reason: Degradation::RootMissing,
                    unwatched: 1,
                })
            }
        }
    }

    /// Watches on the former directory tell nothing about the new one.
    fn replace_root(&mut self) {
        self.forget_all();
        self.root = self
            .options
            .root
            .canonicalize()
            .unwrap_or_else(|_| self.root.clone());
        if let Ok(registry) = Registry::new(&self.root) {
            self.registry = registry;
        }
        self.debounce.rescan(RescanReason::RootReplaced, self.now());
    }

    fn forget_all(&mut self) {
        self.registry.take_directories();
        self.debounce.clear();
        self.second_looks = SecondLooks::default();
    }

    fn take(&mut self, hint: Hint) {
        match hint {
            Hint::Lost => self.debounce.rescan(RescanReason::Overflow, self.now()),
            Hint::Paths(paths, weight) => {
                for path in paths {
                    self.absolute(&path, weight);
                }
            }
        }
    }

    fn absolute(&mut self, path: &Path, weight: Weight) {
        if let Some(repository) = self.rules.repository() {
            if path == repository.head() {
                return self.debounce.rescan(RescanReason::HeadChanged, self.now());
            }
            if path == repository.exclude() {
                return self.debounce.rescan(RescanReason::RulesChanged, self.now());
            }
        }
        if path == self.root {
            return self.root_hint(weight);
        }
        if let Some(path) = path.strip_prefix(&self.root).ok().and_then(Path::to_str) {
            self.relative(path, weight);
        }
    }

    /// A directory made at once in the place of another often gets the same inode number.
    fn root_hint(&mut self, weight: Weight) {
        if weight == Weight::Gone {
            self.identity = Some(Identity::UNKNOWN);
            self.next_root_check = 0;
        }
    }

    fn relative(&mut self, path: &str, weight: Weight) {
        let (parent, name) = split(path);
        let Some(level) = self.registry.level(parent) else {
            return;
        };
        if is_rule_file(name) {
            self.debounce.rescan(RescanReason::RulesChanged, self.now());
        }
        match self.root.join(path).symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => self.directory(path, &level, weight),
            _ => self.file(path, &level, weight),
        }
    }

    fn file(&mut self, path: &str, level: &Level, weight: Weight) {
        if self.registry.forget(path) || self.rules.admit(level, path).is_ok() {
            self.mark(path, weight);
        }
    }

    fn directory(&mut self, path: &str, parent: &Arc<Level>, weight: Weight) {
        let known = self.registry.contains(path);
        if known && weight == Weight::Gone {
            return self.directory_replaced(path);
        }
        match self.rules.enter(parent, path) {
            Err(_) => self.file(path, parent, weight),
            Ok(_) if known && weight == Weight::Attributes => (),
            Ok(level) if known && weight == Weight::Ongoing && self.second_looks.cover(path) => {
                self.registry.enter(path, &level);
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

    /// Nothing tells which files went with the former directory of this name.
    fn directory_replaced(&mut self, path: &str) {
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
        walk(&self.rules, directory, &mut |found| {
            match found {
                Found::Directory(directory, level) => registry.enter(directory, level),
                Found::File(entry) => debounce.mark(&entry.path, now, quiet),
            }
            !stopped.load(Ordering::Acquire)
        });
    }

    fn mark(&mut self, path: &str, weight: Weight) {
        let quiet = match weight {
            Weight::Attributes if self.debounce.contains(path) => return,
            Weight::Finished if self.options.on_close => AFTER_CLOSE_MS,
            _ => milliseconds(self.options.quiet),
        };
        self.debounce.mark(path, self.now(), quiet);
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
