//! The threads that analyse, shared by all instances in the VM.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

// The grammars recurse in proportion to the depth of a source.
const STACK_BYTES: usize = 16 * 1024 * 1024;

static POOL: LazyLock<Result<ThreadPool, ThreadPoolBuildError>> = LazyLock::new(|| {
    ThreadPoolBuilder::new()
        .num_threads(size())
        .stack_size(STACK_BYTES)
        .thread_name(|index| format!("code_analysis_{index}"))
        .build()
});

/// One core is left to the schedulers of the VM and to PostgreSQL.
fn size() -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.saturating_sub(1).max(1)
}

/// Runs `job` on a thread of the pool, or says why there is none.
pub fn spawn(job: impl FnOnce() + Send + 'static) -> Result<(), String> {
    match &*POOL {
        Ok(pool) => {
            pool.spawn(job);
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// The value of `work`, or what it said when it panicked.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| words(payload.as_ref()))
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}
