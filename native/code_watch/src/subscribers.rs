use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::event_source::Inlet;
use crate::hint::{Hint, Weight};

/// Who wants to hear of which inotify watch, and by which name the directory goes there.
///
/// A watch belongs to an inode, so one watch may have several names: the roots of two watches may
/// overlap, and a directory that was moved has its new name before the former one is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Subscribers {
    closed: bool,
    last: u64,
    subscribers: HashMap<u64, Subscriber>,
    names: HashMap<i32, Vec<(u64, Arc<Path>)>>,
}

#[derive(Debug)]
struct Subscriber {
    root: PathBuf,
    inlet: Inlet,
    descriptors: HashMap<Arc<Path>, i32>,
}

/// One event of inotify.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'a> {
    pub descriptor: i32,
    /// The entry of the directory, or `None` for the directory itself.
    pub name: Option<&'a Path>,
    pub kind: Kind,
}

/// What an event tells.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Something has happened to a path.
    Path(Weight),
    /// The file system of the directory is no longer mounted.
    Unmounted,
    /// The watch has ended by itself.
    Ended,
    /// The kernel has thrown events away.
    Overflow,
}

impl Subscribers {
    /// `None` when nobody reads events any more.
    pub fn add(&mut self, root: &Path, inlet: Inlet) -> Option<u64> {
        if self.closed {
            return None;
        }
        self.last += 1;
        let subscriber = Subscriber {
            root: root.into(),
            inlet,
            descriptors: HashMap::new(),
        };
        self.subscribers.insert(self.last, subscriber);
        Some(self.last)
    }

    /// Takes a subscriber out, and answers the watches that nobody needs any more. The last one
    /// closes the door.
    pub fn remove(&mut self, id: u64) -> Vec<i32> {
        let subscriber = self.subscribers.remove(&id);
        self.closed |= self.subscribers.is_empty();
        subscriber
            .into_iter()
            .flat_map(|subscriber| subscriber.descriptors)
            .filter_map(|(directory, descriptor)| self.drop_name(id, &directory, descriptor))
            .collect()
    }

    /// Nobody reads events any more: whoever listens hears that nothing will come.
    pub fn close(&mut self) {
        self.closed = true;
        self.subscribers.clear();
        self.names.clear();
    }

    pub fn closed(&self) -> bool {
        self.closed
    }

    /// How many directories of this subscriber have a watch.
    pub fn watches(&self, id: u64) -> usize {
        self.subscribers
            .get(&id)
            .map_or(0, |subscriber| subscriber.descriptors.len())
    }

    /// Notes that the directory has this watch, and answers one that nobody needs any more.
    pub fn place(&mut self, id: u64, directory: &Path, descriptor: i32) -> Option<i32> {
        let subscriber = self.subscribers.get_mut(&id)?;
        if subscriber.descriptors.get(directory) == Some(&descriptor) {
            return None;
        }
        let directory: Arc<Path> = directory.into();
        let former = subscriber.descriptors.insert(directory.clone(), descriptor);
        let names = self.names.entry(descriptor).or_default();
        names.push((id, directory.clone()));
        former.and_then(|former| self.drop_name(id, &directory, former))
    }

    /// Forgets the watch of a directory, and answers it when nobody needs it any more.
    pub fn displace(&mut self, id: u64, directory: &Path) -> Option<i32> {
        let subscriber = self.subscribers.get_mut(&id)?;
        let descriptor = subscriber.descriptors.remove(directory)?;
        self.drop_name(id, directory, descriptor)
    }

    /// Tells an event to all whom it concerns.
    pub fn tell(&mut self, event: Event) {
        match event.kind {
            Kind::Overflow => self.tell_overflow(),
            Kind::Ended => self.end(event.descriptor),
            Kind::Unmounted => self.tell_names(event, Weight::Gone),
            Kind::Path(weight) => self.tell_names(event, weight),
        }
    }

    fn tell_overflow(&self) {
        for subscriber in self.subscribers.values() {
            subscriber.inlet.send(Hint::Lost);
        }
    }

    fn tell_names(&self, event: Event, weight: Weight) {
        for (id, directory) in self.names.get(&event.descriptor).into_iter().flatten() {
            if let Some(subscriber) = self.subscribers.get(id)
                && let Some(path) = subscriber.concerned(directory, event)
            {
                subscriber.inlet.send(Hint::Path(path, weight));
            }
        }
    }

    fn end(&mut self, descriptor: i32) {
        for (id, directory) in self.names.remove(&descriptor).into_iter().flatten() {
            if let Some(subscriber) = self.subscribers.get_mut(&id)
                && subscriber.descriptors.get(&directory) == Some(&descriptor)
            {
                subscriber.descriptors.remove(&directory);
            }
        }
    }

    fn drop_name(&mut self, id: u64, directory: &Path, descriptor: i32) -> Option<i32> {
        let names = self.names.get_mut(&descriptor)?;
        names.retain(|(owner, name)| *owner != id || **name != *directory);
        if !names.is_empty() {
            return None;
        }
        self.names.remove(&descriptor);
        Some(descriptor)
    }
}

impl Subscriber {
    /// What happens to a directory itself is told by the one above it, which the root has not. An
    /// unmounted one is told of by itself alone.
    fn concerned(&self, directory: &Path, event: Event) -> Option<PathBuf> {
        match event.name {
            Some(name) => Some(directory.join(name)),
            None if matches!(event.kind, Kind::Unmounted) || directory == self.root => {
                Some(directory.into())
            }
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::event_source::{Outlet, channel};

    fn subscriber(subscribers: &mut Subscribers, root: &str) -> (u64, Outlet) {
        let (inlet, outlet) = channel();
        (subscribers.add(Path::new(root), inlet).unwrap(), outlet)
    }

    fn written(descriptor: i32, name: &str) -> Event<'_> {
        Event {
            descriptor,
            name: Some(Path::new(name)),
            kind: Kind::Path(Weight::Ongoing),
        }
    }

    fn heard(outlet: &Outlet) -> Vec<Hint> {
        outlet.hints.try_iter().collect()
    }

    fn ongoing(path: &str) -> Hint {
        Hint::Path(path.into(), Weight::Ongoing)
    }

    #[test]
    fn each_hears_of_a_shared_directory_by_its_own_name() {
        let mut subscribers = Subscribers::default();
        let (one, first) = subscriber(&mut subscribers, "/a");
        let (two, second) = subscriber(&mut subscribers, "/bind");
        assert_eq!(subscribers.place(one, Path::new("/a/lib"), 7), None);
        assert_eq!(subscribers.place(two, Path::new("/bind"), 7), None);
        subscribers.tell(written(7, "x.ex"));
        subscribers.tell(written(8, "y.ex"));
        assert_eq!(heard(&first), [ongoing("/a/lib/x.ex")]);
        assert_eq!(heard(&second), [ongoing("/bind/x.ex")]);
        assert_eq!(subscribers.remove(one), []);
        assert_eq!(subscribers.remove(two), [7]);
        assert!(subscribers.closed());
    }

    #[test]
    fn the_former_name_of_a_moved_directory_takes_no_watch_with_it() {
        let mut subscribers = Subscribers::default();
        let (id, outlet) = subscriber(&mut subscribers, "/a");
        subscribers.place(id, Path::new("/a/old"), 7);
        subscribers.place(id, Path::new("/a/new"), 7);
        assert_eq!(subscribers.displace(id, Path::new("/a/old")), None);
        subscribers.tell(written(7, "x.ex"));
        assert_eq!(heard(&outlet), [ongoing("/a/new/x.ex")]);
        assert_eq!(subscribers.displace(id, Path::new("/a/new")), Some(7));
    }

    #[test]
    fn a_directory_made_again_keeps_its_watch_when_the_former_one_ends() {
        let mut subscribers = Subscribers::default();
        let (id, outlet) = subscriber(&mut subscribers, "/a");
        let directory = Path::new("/a/lib");
        subscribers.place(id, directory, 7);
        assert_eq!(subscribers.place(id, directory, 9), Some(7));
        let ended = Event {
            descriptor: 7,
            name: None,
            kind: Kind::Ended,
        };
        subscribers.tell(ended);
        assert_eq!(subscribers.watches(id), 1);
        subscribers.tell(written(9, "x.ex"));
        assert_eq!(heard(&outlet), [ongoing("/a/lib/x.ex")]);
        subscribers.tell(Event {
            descriptor: 9,
            ..ended
        });
        assert_eq!(subscribers.watches(id), 0);
    }

    #[test]
    fn only_the_root_tells_of_itself() {
        let mut subscribers = Subscribers::default();
        let (id, outlet) = subscriber(&mut subscribers, "/a");
        subscribers.place(id, Path::new("/a"), 1);
        subscribers.place(id, Path::new("/a/lib"), 2);
        for descriptor in [1, 2] {
            subscribers.tell(Event {
                descriptor,
                name: None,
                kind: Kind::Path(Weight::Gone),
            });
        }
        assert_eq!(heard(&outlet), [Hint::Path("/a".into(), Weight::Gone)]);
    }

    #[test]
    fn lost_events_and_the_end_concern_everybody() {
        let mut subscribers = Subscribers::default();
        let (_, first) = subscriber(&mut subscribers, "/a");
        let (_, second) = subscriber(&mut subscribers, "/b");
        subscribers.tell(Event {
            descriptor: -1,
            name: None,
            kind: Kind::Overflow,
        });
        assert_eq!(
            (heard(&first), heard(&second)),
            (vec![Hint::Lost], vec![Hint::Lost])
        );
        subscribers.close();
        assert!(first.hints.recv().is_err() && second.hints.recv().is_err());
        assert_eq!(subscribers.add(Path::new("/c"), channel().0), None);
    }
}
