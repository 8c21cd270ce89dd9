//! The handler for the signals of a crash.
//!
//! All that it does on a thread inside a parse is one `pwrite` into that thread's slot; then, and
//! on every other thread at once, the signal goes to whom it went before, so that the process ends
//! (or lives) as it would have without us. Libraries for this either refuse these signals or take
//! locks and put all former handlers back at the first signal, whichever thread it was for.
#![allow(unsafe_code)]

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::os::fd::RawFd;
use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Once, OnceLock};

use libc::{SIG_DFL, SIG_IGN, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, sigaction, siginfo_t};

use crate::quarantine::Cause;

/// Threads that can be inside a parse at the same time.
pub const SLOTS: usize = 64;

// A stack of its own: a thread may crash for want of stack.
const ALTERNATE_STACK: usize = 64 * 1024;

const SIGNALS: [(c_int, Cause); 5] = [
    (SIGABRT, Cause::Abort),
    (SIGSEGV, Cause::Segmentation),
    (SIGBUS, Cause::Bus),
    (SIGILL, Cause::Illegal),
    (SIGFPE, Cause::Arithmetic),
];

/// Where a signal went before.
static FORMER: [OnceLock<sigaction>; SIGNALS.len()] = [const { OnceLock::new() }; SIGNALS.len()];

/// The threads inside a parse, and which byte marks it. A plain table: touching a thread-local
/// variable may allocate the first time, which a signal handler must not.
static PARSES: [Armed; SLOTS] = [const { Armed::new() }; SLOTS];

struct Armed {
    /// 0 when nobody is.
    thread: AtomicUsize,
    file: AtomicI32,
    at: AtomicI64,
}

impl Armed {
    const fn new() -> Self {
        Self {
            thread: AtomicUsize::new(0),
            file: AtomicI32::new(-1),
            at: AtomicI64::new(0),
        }
    }
}

/// From now on a crash of the calling thread is marked at that place of the file.
pub(crate) fn arm(slot: usize, file: RawFd, at: i64) {
    let armed = &PARSES[slot];
    armed.file.store(file, Ordering::Relaxed);
    armed.at.store(at, Ordering::Relaxed);
    armed.thread.store(this_thread(), Ordering::Release);
}

pub(crate) fn disarm(slot: usize) {
    PARSES[slot].thread.store(0, Ordering::Release);
}

fn this_thread() -> usize {
    // SAFETY: has no preconditions, and may be called in a signal handler.
    unsafe { libc::pthread_self() as usize }
}

/// Gives the calling thread the stack on which its crash can be noted. Once for each thread that
/// parses; the stack is never freed.
pub fn prepare_thread() {
    let stack: &'static mut [MaybeUninit<u8>] = Box::leak(Box::new_uninit_slice(ALTERNATE_STACK));
    let stack = libc::stack_t {
        ss_sp: stack.as_mut_ptr().cast(),
        ss_flags: 0,
        ss_size: ALTERNATE_STACK,
    };
    // SAFETY: the memory is this thread's alone and lives as long as the process. Without it only
    // the mark of a stack overflow is lost.
    unsafe { libc::sigaltstack(&raw const stack, ptr::null_mut()) };
}

/// Puts the handler in its place, once in the life of the process.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        for (number, (signal, _)) in SIGNALS.iter().enumerate() {
            install_one(*signal, &FORMER[number]);
        }
    });
}

fn install_one(signal: c_int, former: &OnceLock<sigaction>) {
    // SAFETY: an all-zero `sigaction` is a valid one, and both pointers are to our own. The former
    // action is known before ours can run.
    unsafe {
        let mut old: sigaction = std::mem::zeroed();
        if libc::sigaction(signal, ptr::null(), &raw mut old) != 0 || former.set(old).is_err() {
            return;
        }
        let mut new: sigaction = std::mem::zeroed();
        new.sa_sigaction = on_signal as *const () as usize;
        new.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigaction(signal, &raw const new, ptr::null_mut());
    }
}

extern "C" fn on_signal(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let Some(number) = SIGNALS.iter().position(|(known, _)| *known == signal) else {
        return;
    };
    // SAFETY: the kernel's own pointer, for a handler with SA_SIGINFO.
    let code = unsafe { (*info).si_code };
    if !sent_to_the_process(code) {
        mark(SIGNALS[number].1);
    }
    if let Some(former) = FORMER[number].get() {
        hand_on(former, signal, code, info, context);
    }
}

/// `kill` of an operator or a watchdog reaches whichever thread it finds, which has done nothing.
fn sent_to_the_process(code: c_int) -> bool {
    cfg!(target_os = "linux") && code == 0
}

fn mark(cause: Cause) {
    let thread = this_thread();
    let armed = |armed: &&Armed| armed.thread.load(Ordering::Acquire) == thread;
    if let Some(parse) = PARSES.iter().find(armed) {
        // A former handler may end the process by another signal: the first one tells why.
        parse.thread.store(0, Ordering::Release);
        let (file, at) = (&parse.file, &parse.at);
        let mark = cause.byte();
        // SAFETY: one byte of our own; `pwrite` may be called in a signal handler.
        unsafe {
            libc::pwrite(
                file.load(Ordering::Relaxed),
                (&raw const mark).cast(),
                1,
                at.load(Ordering::Relaxed),
            )
        };
    }
}

fn hand_on(
    former: &sigaction,
    signal: c_int,
    code: c_int,
    info: *mut siginfo_t,
    context: *mut c_void,
) {
    // SAFETY: a former handler is called as the kernel would have called it, by its flags.
    unsafe {
        match former.sa_sigaction {
            SIG_DFL | SIG_IGN => leave_to_the_kernel(former, signal, code),
            handler if former.sa_flags & libc::SA_SIGINFO != 0 => {
                let handler: extern "C" fn(c_int, *mut siginfo_t, *mut c_void) =
                    std::mem::transmute(handler);
                handler(signal, info, context);
            }
            handler => {
                let handler: extern "C" fn(c_int) = std::mem::transmute(handler);
                handler(signal);
            }
        }
    }
}

/// A fault comes again when the handler returns; a signal that was sent has to be sent again.
fn leave_to_the_kernel(former: &sigaction, signal: c_int, code: c_int) {
    // SAFETY: both may be called in a signal handler; the pointer is to a static.
    unsafe {
        libc::sigaction(signal, former, ptr::null_mut());
        if code <= 0 || signal == SIGABRT {
            libc::raise(signal);
        }
    }
}
