//! The compact syntax tree as JSON text.
//!
//! A node is an array `["KIND RANGE FIELD", …]`:
//!
//! - `KIND`: the grammar's node kind, such as `call`. That of an operator may have a space, as
//!   `not in`.
//! - `RANGE`: `LINE:START-END`, or `FIRST-LAST:START-END` when it spans lines. Lines count from 1;
//!   bytes count from 0, the end is exclusive.
//! - `FIELD`: the node's field name in its parent, where it has one.
//! - then its child nodes, or where it has none its text if that is at most 64 bytes.
//!
//! All named nodes are in it, and of the tokens those with a field name (operators). Example:
//! `["call 1:0-5",["identifier 1:0-3 target","foo"],["arguments 1:3-5","()"]]` is `foo()`.
//!
//! Every value of its own costs PostgreSQL time: kind, range and field apart took three times as
//! long to read as `jsonb`, and an eighth more space. A kind is found by
//! `jsonb_path_query(ast_json, 'strict $.** ? (@[0] starts with "call ")')`.
//!
//! Nodes deeper than 120 levels (decoders commonly stop at 128), and all nodes after the first
//! megabyte, are left out; `metadata.ast_truncated` says so.

use tree_sitter::Node;

const MAX_DEPTH: u32 = 120;
const MAX_BYTES: usize = 1024 * 1024;
const MAX_LEAF_BYTES: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct AstWriter {
    json: Vec<u8>,
    depth: u32,
    truncated: bool,
}

/// A node whose children are being written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenNode {
    head_end: usize,
}

/// A finished tree.
#[derive(Debug)]
pub(crate) struct Ast {
    pub(crate) json: String,
    pub(crate) truncated: bool,
}

impl AstWriter {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self {
            json: Vec::with_capacity(bytes.min(MAX_BYTES)),
            ..Self::default()
        }
    }

    /// Opens a node; `kind` is escaped for JSON. `None` when it is left out: then it must not be closed.
    pub(crate) fn open(&mut self, node: Node, kind: &str, field: &str) -> Option<OpenNode> {
        if self.depth >= MAX_DEPTH || self.json.len() >= MAX_BYTES {
            self.truncated = true;
            return None;
        }
        if self.depth > 0 {
            self.json.push(b',');
        }
        self.depth += 1;
        self.head(node, kind, field);
        Some(OpenNode {
            head_end: self.json.len(),
        })
    }

    /// Closes the node that was opened last. `text` is asked for if the node has no children.
    pub(crate) fn close<'t>(&mut self, open: OpenNode, text: impl FnOnce() -> &'t str) {
        if self.json.len() == open.head_end {
            self.leaf(text());
        }
        self.depth -= 1;
        self.json.push(b']');
    }

    fn head(&mut self, node: Node, kind: &str, field: &str) {
        let (first, last) = (node.start_position().row + 1, node.end_position().row + 1);
        self.json.extend_from_slice(b"[\"");
        self.json.extend_from_slice(kind.as_bytes());
        self.json.push(b' ');
        self.number(first);
        if last != first {
            self.json.push(b'-');
            self.number(last);
        }
        self.json.push(b':');
        self.number(node.start_byte());
        self.json.push(b'-');
        self.number(node.end_byte());
        if !field.is_empty() {
            self.json.push(b' ');
            self.json.extend_from_slice(field.as_bytes());
        }
        self.json.push(b'"');
    }

    fn leaf(&mut self, text: &str) {
        if !text.is_empty() && text.len() <= MAX_LEAF_BYTES {
            self.json.push(b',');
            self.string(text);
        }
    }

    fn string(&mut self, text: &str) {
        if text
            .bytes()
            .all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\')
        {
            self.json.push(b'"');
            self.json.extend_from_slice(text.as_bytes());
            self.json.push(b'"');
        } else {
            self.escaped(text);
        }
    }

    fn escaped(&mut self, text: &str) {
        // Writing a string to memory cannot fail.
        if serde_json::to_writer(&mut self.json, text).is_err() {
            self.json.extend_from_slice(b"\"\"");
        }
    }

    fn number(&mut self, number: usize) {
        self.json
            .extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    pub(crate) fn finish(self) -> Ast {
        let json = String::from_utf8(self.json).unwrap_or_default();
        Ast {
            json,
            truncated: self.truncated,
        }
    }
}
