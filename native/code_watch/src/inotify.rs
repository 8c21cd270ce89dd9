//! One inotify instance for all watches of the process: `fs.inotify.max_user_instances` is 128 for
//! everything that a user runs.
//!
//! It asks the kernel for what changes a file and for nothing else, so that readers cost nothing.

use std::ffi::OsStr;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;

use crossbeam_channel::Receiver;
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fd::OwnedFd;
use rustix::fs::inotify::{
    CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init, remove_watch,
};
use rustix::io::{Errno, write};

use crate::event_source::{Inlet, Outlet, Refusal, channel};
use crate::hint::{Hint, Weight};
use crate::subscribers::{Event, Kind, Subscribers};

const BUFFER_BYTES: usize = 64 * 1024;
const WANTED: WatchFlags = WatchFlags::ATTRIB
    .union(WatchFlags::CREATE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::CLOSE_WRITE)
    .union(WatchFlags::MOVE)
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::ONLYDIR)
    .union(WatchFlags::DONT_FOLLOW);

static SHARED: Mutex<Weak<Hub>> = Mutex::new(Weak::new());

/// What one watch of ours hears of the shared instance.
#[derive(Debug)]
pub(crate) struct Subscription {
    hub: Arc<Hub>,
    id: u64,
    outlet: Outlet,
}

impl Subscription {
    pub fn open(root: &Path) -> Result<Subscription, Refusal> {
        let (inlet, outlet) = channel();
        let mut shared = lock(&SHARED);
        let (hub, id) = match shared.upgrade().and_then(|hub| hub.join(root, &inlet)) {
            Some(joined) => joined,
            None => Hub::start()
                .map_err(|errno| Refusal::of(errno, root))?
                .join(root, &inlet)
                .ok_or(Refusal::Vanished)?,
        };
        *shared = Arc::downgrade(&hub);
        Ok(Subscription { hub, id, outlet })
    }

    pub fn hints(&self) -> &Receiver<Hint> {
        &self.outlet.hints
    }

    pub fn take_lost(&self) -> bool {
        self.outlet.take_lost()
    }

    /// How many directories have a watch.
    pub fn watches(&self) -> usize {
        self.hub.subscribers().watches(self.id)
    }

    /// Sets a watch even where one is thought to be: the directory may be another one by now.
    pub fn watch(&mut self, directory: &Path) -> Result<(), Refusal> {
        // Held until the end: nobody may remove the watch between its making and its entry.
        let mut subscribers = self.hub.subscribers();
        let descriptor = add_watch(&self.hub.inotify, directory, WANTED);
        let unused = match descriptor {
            Ok(descriptor) => subscribers.place(self.id, directory, descriptor),
            Err(_) => subscribers.displace(self.id, directory),
        };
        self.hub.remove_watches(unused);
        descriptor
            .map(drop)
            .map_err(|errno| Refusal::of(errno, directory))
    }

    pub fn unwatch(&mut self, directory: &Path) {
        let mut subscribers = self.hub.subscribers();
        self.hub
            .remove_watches(subscribers.displace(self.id, directory));
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut subscribers = self.hub.subscribers();
        let unused = subscribers.remove(self.id);
        if subscribers.closed() {
            // The watches go with the instance.
            self.hub.wake();
        } else {
            self.hub.remove_watches(unused);
        }
    }
}

/// The instance, and the thread that reads from it. It ends with the last subscription.
#[derive(Debug)]
struct Hub {
    inotify: OwnedFd,
    alarm: OwnedFd,
    subscribers: Mutex<Subscribers>,
}

impl Hub {
    fn start() -> Result<Arc<Hub>, Errno> {
        let hub = Arc::new(Hub {
            inotify: init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?,
            alarm: eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?,
            subscribers: Mutex::default(),
        });
        let own = hub.clone();
        thread::Builder::new()
            .name("code_watch_hub".into())
            .spawn(move || own.run())
            .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::AGAIN))?;
        Ok(hub)
    }

    fn join(self: Arc<Hub>, root: &Path, inlet: &Inlet) -> Option<(Arc<Hub>, u64)> {
        let id = self.subscribers().add(root, inlet.clone())?;
        Some((self, id))
    }

    fn subscribers(&self) -> MutexGuard<'_, Subscribers> {
        lock(&self.subscribers)
    }

    /// One that has ended meanwhile needs no removing.
    fn remove_watches(&self, descriptors: impl IntoIterator<Item = i32>) {
        for descriptor in descriptors {
            let _ = remove_watch(&self.inotify, descriptor);
        }
    }

    /// A counter that is full has been heard already.
    fn wake(&self) {
        let _ = write(&self.alarm, &1_u64.to_ne_bytes());
    }

    fn run(&self) {
        let _ = catch_unwind(AssertUnwindSafe(|| self.read()));
        self.subscribers().close();
    }

    fn read(&self) -> Result<(), Errno> {
        let mut buffer = vec![MaybeUninit::uninit(); BUFFER_BYTES];
        let mut reader = Reader::new(&self.inotify, &mut buffer);
        while !self.subscribers().closed() {
            self.wait()?;
            self.tell_all(&mut reader)?;
        }
        Ok(())
    }

    fn wait(&self) -> Result<(), Errno> {
        let ready = |fd| PollFd::new(fd, PollFlags::IN);
        match poll(&mut [ready(&self.inotify), ready(&self.alarm)], None) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(errno) => Err(errno),
        }
    }

    /// Tells what one reading has brought.
    fn tell_all(&self, reader: &mut Reader<'_, &OwnedFd>) -> Result<(), Errno> {
        let mut subscribers = self.subscribers();
        loop {
            match reader.next() {
                Ok(event) => {
                    if let Some(kind) = kind(event.events()) {
                        let name = event.file_name().map(|name| path(name.to_bytes()));
                        let descriptor = event.wd();
                        subscribers.tell(Event {
                            descriptor,
                            name,
                            kind,
                        });
                    }
                }
                Err(Errno::AGAIN | Errno::INTR) => return Ok(()),
                Err(errno) => return Err(errno),
            }
            if reader.is_buffer_empty() {
                return Ok(());
            }
        }
    }
}

fn path(name: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(name))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn kind(flags: ReadFlags) -> Option<Kind> {
    const KINDS: [(ReadFlags, Kind); 9] = [
        (ReadFlags::QUEUE_OVERFLOW, Kind::Overflow),
        (ReadFlags::IGNORED, Kind::Ended),
        (ReadFlags::UNMOUNT, Kind::Unmounted),
        (ReadFlags::CLOSE_WRITE, Kind::Path(Weight::Finished)),
        (ReadFlags::MOVED_TO, Kind::Path(Weight::Finished)),
        (ReadFlags::MODIFY, Kind::Path(Weight::Ongoing)),
        (ReadFlags::CREATE, Kind::Path(Weight::Ongoing)),
        (ReadFlags::ATTRIB, Kind::Path(Weight::Attributes)),
        (GONE, Kind::Path(Weight::Gone)),
    ];
    KINDS
        .into_iter()
        .find(|(flag, _)| flags.intersects(*flag))
        .map(|(_, kind)| kind)
}

const GONE: ReadFlags = ReadFlags::DELETE
    .union(ReadFlags::MOVED_FROM)
    .union(ReadFlags::DELETE_SELF)
    .union(ReadFlags::MOVE_SELF);
