//! The threads.

use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::admission::{Admission, Cost};
use crate::fair_queue::FairQueue;

type Job = Box<dyn FnOnce() + Send>;

/// How many threads, how large, and how much they take on.
#[derive(Clone, Copy)]
pub struct Options {
    /// At least one.
    pub threads: usize,
    /// Of each thread.
    pub stack_bytes: usize,
    /// Of all jobs that run at the same time.
    pub budget: u64,
    /// What a job may take and not wait behind larger ones.
    pub small: u64,
    /// Followed by the thread's number.
    pub name: &'static str,
    /// Called by each thread before its first job.
    pub prepare: fn(),
}

/// A pool whose jobs belong to owners.
pub struct JobPool<O> {
    threads: ThreadPool,
    shared: Arc<Shared<O>>,
}

struct Shared<O> {
    queue: Mutex<FairQueue<O, Job>>,
    admission: Mutex<Admission<Job>>,
}

impl<O> fmt::Debug for JobPool<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("JobPool").finish_non_exhaustive()
    }
}

impl<O: Copy + Eq + Hash + Send + 'static> JobPool<O> {
    /// Starts the threads.
    ///
    /// # Errors
    /// The operating system refuses a thread.
    pub fn new(options: Options) -> Result<Self, ThreadPoolBuildError> {
        let threads = ThreadPoolBuilder::new()
            .num_threads(options.threads)
            .stack_size(options.stack_bytes)
            .thread_name(move |index| format!("{}_{index}", options.name))
            .start_handler(move |_| (options.prepare)())
            // Without one a panic would end the process. Whoever waits for the job waits in vain.
            .panic_handler(|_| ())
            .build()?;
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            admission: Mutex::new(Admission::new(options.budget, options.small)),
        });
        Ok(Self { threads, shared })
    }

    /// Runs `job` on a thread of the pool when its owner's turn comes.
    pub fn submit(&self, owner: O, job: impl FnOnce() + Send + 'static) {
        lock(&self.shared.queue).push(owner, Box::new(job));
        let shared = Arc::clone(&self.shared);
        // One call for each job; which one it takes is decided when it runs.
        self.threads.spawn(move || {
            let next = lock(&shared.queue).pop();
            if let Some(job) = next {
                job();
            }
        });
    }

    /// For a job that knows by now what it costs: runs its rest at once where there is room, and
    /// otherwise later. Called on a thread of the pool.
    pub fn when_there_is_room(&self, cost: Cost, rest: impl FnOnce() + Send + 'static) {
        let admitted = lock(&self.shared.admission).admit(cost, Box::new(rest));
        if let Some((cost, rest)) = admitted {
            Room::run(&self.shared, cost, rest);
        }
    }

    /// The number of the calling thread, if it is one of the pool's.
    #[must_use]
    pub fn current_thread(&self) -> Option<usize> {
        self.threads.current_thread_index()
    }
}

/// What a running job takes, given back when it ends, however it ends.
struct Room<O: Send + 'static> {
    shared: Arc<Shared<O>>,
    cost: Cost,
}

impl<O: Send + 'static> Room<O> {
    fn run(shared: &Arc<Shared<O>>, cost: Cost, rest: Job) {
        let shared = Arc::clone(shared);
        let _room = Self { shared, cost };
        rest();
    }
}

impl<O: Send + 'static> Drop for Room<O> {
    fn drop(&mut self) {
        let admitted = lock(&self.shared.admission).release(self.cost);
        for (cost, rest) in admitted {
            let shared = Arc::clone(&self.shared);
            rayon::spawn(move || Self::run(&shared, cost, rest));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);
    static PREPARED: AtomicUsize = AtomicUsize::new(0);

    fn pool(threads: usize) -> Arc<JobPool<u8>> {
        let prepare = || {
            PREPARED.fetch_add(1, Ordering::Relaxed);
        };
        let options = Options {
            threads,
            stack_bytes: 256 * 1024,
            budget: 100,
            small: 10,
            name: "test",
            prepare,
        };
        Arc::new(JobPool::new(options).unwrap())
    }

    /// A job of `owner` that tells its name and then does as it is told.
    fn held(pool: &JobPool<u8>, owner: u8, started: &Sender<&'static str>) -> Sender<()> {
        let (go_on, wait) = channel();
        let started = started.clone();
        pool.submit(owner, move || {
            started.send("held").unwrap();
            let _ = wait.recv();
        });
        go_on
    }

    #[test]
    fn an_owner_with_one_job_is_next() {
        let pool = pool(1);
        let (started, order) = channel();
        let go_on = held(&pool, 1, &started);
        assert_eq!(order.recv_timeout(PATIENCE), Ok("held"));
        for (owner, name) in [(1, "first"), (1, "second"), (1, "third"), (2, "other")] {
            let started = started.clone();
            pool.submit(owner, move || started.send(name).unwrap());
        }
        go_on.send(()).unwrap();
        let names: Vec<_> = order.iter().take(4).collect();
        assert_eq!(names, ["first", "other", "second", "third"]);
        assert!(PREPARED.load(Ordering::Relaxed) > 0);
    }

    #[test]
    fn what_finds_no_room_holds_no_thread() {
        let pool = pool(2);
        let (started, order) = channel();
        let (go_on, wait) = channel();
        let submit =
            |name: &'static str, bytes: u64, wait: Option<std::sync::mpsc::Receiver<()>>| {
                let (inner, started) = (Arc::clone(&pool), started.clone());
                pool.submit(0, move || {
                    inner.when_there_is_room(Cost::Bytes(bytes), move || {
                        started.send(name).unwrap();
                        wait.map(|wait| wait.recv());
                    });
                });
            };
        submit("large", 80, Some(wait));
        assert_eq!(order.recv_timeout(PATIENCE), Ok("large"));
        submit("waits", 80, None);
        submit("small", 5, None);
        assert_eq!(order.recv_timeout(PATIENCE), Ok("small"));
        go_on.send(()).unwrap();
        assert_eq!(order.recv_timeout(PATIENCE), Ok("waits"));
    }

    #[test]
    fn a_panic_gives_its_room_back_and_ends_nothing() {
        let pool = pool(1);
        let (started, order) = channel();
        for name in ["one", "two"] {
            let (inner, started) = (Arc::clone(&pool), started.clone());
            pool.submit(0, move || {
                inner.when_there_is_room(Cost::Alone, move || {
                    started.send(name).unwrap();
                    panic!("as intended");
                });
            });
        }
        assert_eq!(order.recv_timeout(PATIENCE), Ok("one"));
        assert_eq!(order.recv_timeout(PATIENCE), Ok("two"));
    }
}
