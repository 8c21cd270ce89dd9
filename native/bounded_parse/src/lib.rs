//! A tree-sitter parse that ends when its time or its memory is over.
//!
//! A parser in C asks now and then whether to go on, but what it does in between has no bound: the
//! recovery from errors may take kilobytes for a byte of source in a single step. So each parse has
//! a heap of its own (mimalloc's), which knows how much it holds. The allocator measures it as it
//! grows; when it is full, or the time is over, the allocator leaves the parse by a long jump, and
//! the heap is destroyed with all that the parse has left behind. A finished tree keeps its heap,
//! and goes with it at once instead of node by node. What is parsed again after an edit comes into
//! the heap of the tree before, of which it keeps what is the same.
//!
//! Linking this crate makes mimalloc the allocator of tree-sitter, and of nothing else.
//!
//! What an external scanner keeps is not in the heap. Of a parse that was left by a jump it is lost:
//! some hundred bytes where a language has such a scanner.
#![allow(unsafe_code)]

use std::any::Any;
use std::ffi::{c_char, c_void};
use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::{self, NonNull};

use tree_sitter::ffi::{TSInputEdit, TSLanguage, TSTree};
use tree_sitter::{InputEdit, Language, Node, TreeCursor};

// For its symbols, which the part in C calls.
use libmimalloc_sys as _;

/// Why there is no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// `keep_going` said no.
    OutOfTime,
    /// The parse would have needed more than its limit, or more than the system has.
    OutOfMemory,
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OutOfTime => "the time of the parse is over",
            Self::OutOfMemory => "the memory of the parse is used up",
        })
    }
}

impl std::error::Error for Stopped {}

/// Parses the text.
///
/// `limit` is the number of bytes that the parse may have in use at any time, which it may exceed by
/// a thirtieth. `keep_going` is asked about every hundred steps of the parser, and whenever
/// its memory has grown by some part.
///
/// # Errors
/// The first of the two bounds that is met.
///
/// ```
/// use bounded_parse::{Stopped, parse};
///
/// let json = tree_sitter_json::LANGUAGE.into();
/// let tree = parse(&json, "[1, 2]", 1_000_000, &|| true)?;
/// assert_eq!(tree.root_node().to_sexp(), "(document (array (number) (number)))");
/// let stopped = parse(&json, &"[1, 2]\n".repeat(100_000), 1_000_000, &|| true);
/// assert_eq!(stopped.err(), Some(Stopped::OutOfMemory));
/// # Ok::<(), Stopped>(())
/// ```
///
/// # Panics
/// Where the language was made for another version of tree-sitter, and with what `keep_going`
/// panics with.
pub fn parse(
    language: &Language,
    text: &str,
    limit: usize,
    keep_going: &dyn Fn() -> bool,
) -> Result<Tree, Stopped> {
    match run(language, text, limit, keep_going, None)? {
        Reparse::Whole(tree) | Reparse::Kept(tree) => Ok(tree),
    }
}

/// What comes of a tree whose text was edited.
#[derive(Debug)]
pub enum Reparse {
    /// The tree of the new text, which has no syntax error: that of [`parse`].
    Whole(Tree),
    /// The tree as it was, since the new text has syntax errors. What the parser makes of these
    /// depends on what it has seen before.
    Kept(Tree),
}

fn run(
    language: &Language,
    text: &str,
    limit: usize,
    keep_going: &dyn Fn() -> bool,
    before: Option<(Tree, &TSInputEdit)>,
) -> Result<Reparse, Stopped> {
    let Ok(length) = u32::try_from(text.len()) else {
        return Err(Stopped::OutOfMemory);
    };
    let mut question = Question {
        keep_going,
        panic: None,
    };
    let grammar = language.clone().into_raw();
    let edit = before.as_ref().map_or(ptr::null(), |(_, edit)| *edit);
    let (tree, heap) = before.map_or((ptr::null_mut(), ptr::null_mut()), |(tree, _)| {
        tree.into_raw()
    });
    let mut parse = Parse {
        language: grammar,
        text: text.as_ptr().cast(),
        length,
        limit,
        keep_going: ask,
        payload: (&raw mut question).cast(),
        edit,
        heap,
        tree,
    };
    // SAFETY: all that `parse` points to outlives the call, and nothing else has hold of it.
    let outcome = unsafe { bounded_parse(&mut parse) };
    // SAFETY: a language that was taken out above, and is wanted no longer.
    drop(unsafe { Language::from_raw(grammar) });
    let heap = Heap(parse.heap);
    if let Some(panic) = question.panic {
        drop(heap);
        resume_unwind(panic);
    }
    match (outcome, NonNull::new(parse.tree)) {
        (Outcome::Parsed, Some(tree)) => Ok(Reparse::Whole(Tree::new(tree, heap))),
        (Outcome::Kept, Some(tree)) => Ok(Reparse::Kept(Tree::new(tree, heap))),
        (Outcome::Parsed | Outcome::Kept | Outcome::OutOfTime, _) => Err(Stopped::OutOfTime),
        (Outcome::OutOfMemory, _) => Err(Stopped::OutOfMemory),
        (Outcome::Refused, _) => panic!("the language is of another version of tree-sitter"),
    }
}

/// A syntax tree with the memory that it is in. It cannot be cloned, since a copy would outlive that,
/// and stays on its thread, to which the memory belongs.
///
/// ```compile_fail
/// fn leaves_its_thread<T: Send>() {}
/// leaves_its_thread::<bounded_parse::Tree>();
/// ```
#[derive(Debug)]
pub struct Tree {
    // Not dropped, since its heap is.
    tree: ManuallyDrop<tree_sitter::Tree>,
    heap: Heap,
}

impl Tree {
    fn new(tree: NonNull<TSTree>, heap: Heap) -> Self {
        // SAFETY: tree-sitter has just made it.
        let tree = unsafe { tree_sitter::Tree::from_raw(tree.as_ptr()) };
        Self {
            tree: ManuallyDrop::new(tree),
            heap,
        }
    }

    /// The tree of a text that differs from this tree's by `edit`. What the edit leaves alone is not
    /// parsed again; `limit` and `keep_going` are as in [`parse`], and the memory that counts is that
    /// of both trees.
    ///
    /// The two texts must be the same outside of the edit, and this tree have no syntax error.
    ///
    /// # Errors
    /// The first of the two bounds that is met. This tree is gone in any case.
    ///
    /// ```
    /// use bounded_parse::{Reparse, parse};
    /// use tree_sitter::{InputEdit, Point};
    ///
    /// let tree = parse(&tree_sitter_json::LANGUAGE.into(), "[1, 2]", 1_000_000, &|| true)?;
    /// let edit = InputEdit {
    ///     start_byte: 4,
    ///     old_end_byte: 5,
    ///     new_end_byte: 6,
    ///     start_position: Point::new(0, 4),
    ///     old_end_position: Point::new(0, 5),
    ///     new_end_position: Point::new(0, 6),
    /// };
    /// let Reparse::Whole(tree) = tree.reparse(&edit, "[1, {}]", 1_000_000, &|| true)? else {
    ///     panic!("broken");
    /// };
    /// assert_eq!(tree.root_node().to_sexp(), "(document (array (number) (object)))");
    /// # Ok::<(), bounded_parse::Stopped>(())
    /// ```
    ///
    /// # Panics
    /// With what `keep_going` panics with.
    pub fn reparse(
        self,
        edit: &InputEdit,
        text: &str,
        limit: usize,
        keep_going: &dyn Fn() -> bool,
    ) -> Result<Reparse, Stopped> {
        let language = (*self.tree.language()).clone();
        run(
            &language,
            text,
            limit,
            keep_going,
            Some((self, &edit.into())),
        )
    }

    /// Whoever takes them has to see to their end.
    fn into_raw(self) -> (*mut TSTree, *mut MimallocHeap) {
        let Self { tree, heap } = self;
        let heap = ManuallyDrop::new(heap).0;
        (ManuallyDrop::into_inner(tree).into_raw(), heap)
    }

    /// The node that all others are in.
    #[must_use]
    pub fn root_node(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// A cursor on the root.
    #[must_use]
    pub fn walk(&self) -> TreeCursor<'_> {
        self.tree.walk()
    }

    /// Bytes of memory that the tree is in.
    #[must_use]
    pub fn bytes(&self) -> usize {
        // SAFETY: the heap lives as long as the tree.
        unsafe { bounded_parse_bytes(self.heap.0) }
    }
}

/// Belongs to the thread that made it: a raw pointer is neither `Send` nor `Sync`.
#[derive(Debug)]
struct Heap(*mut MimallocHeap);

impl Drop for Heap {
    fn drop(&mut self) {
        // SAFETY: made by `bounded_parse`, and nothing that is in it can be reached any more.
        unsafe { bounded_parse_end(self.0) }
    }
}

/// What C asks, and what it must not see: a panic.
struct Question<'a> {
    keep_going: &'a dyn Fn() -> bool,
    panic: Option<Box<dyn Any + Send>>,
}

extern "C" fn ask(payload: *mut c_void) -> bool {
    // SAFETY: `parse` has put it there, and waits for C to return.
    let question = unsafe { &mut *payload.cast::<Question>() };
    match catch_unwind(AssertUnwindSafe(question.keep_going)) {
        Ok(keep_going) => keep_going,
        Err(panic) => {
            question.panic = Some(panic);
            false
        }
    }
}

/// `struct parse` in C.
#[repr(C)]
struct Parse {
    language: *const TSLanguage,
    text: *const c_char,
    length: u32,
    limit: usize,
    keep_going: extern "C" fn(*mut c_void) -> bool,
    payload: *mut c_void,
    edit: *const TSInputEdit,
    heap: *mut MimallocHeap,
    tree: *mut TSTree,
}

/// `enum outcome` in C.
#[repr(C)]
#[allow(dead_code, reason = "C makes them")]
enum Outcome {
    Parsed = 0,
    OutOfTime = 1,
    OutOfMemory = 2,
    Refused = 3,
    Kept = 4,
}

#[repr(C)]
struct MimallocHeap {
    opaque: [u8; 0],
    not_send: PhantomData<*mut u8>,
}

unsafe extern "C" {
    fn bounded_parse(parse: *mut Parse) -> Outcome;
    fn bounded_parse_bytes(heap: *const MimallocHeap) -> usize;
    fn bounded_parse_end(heap: *mut MimallocHeap);
}
