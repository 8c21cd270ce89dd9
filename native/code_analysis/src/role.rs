//! What a node is, in the words that all languages share.

/// What a node is. A language's folder maps its grammar's node kinds to these; metrics see nothing
/// else of the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Role {
    /// Means nothing to any metric.
    #[default]
    None,
    /// The kind alone does not tell: the language's hooks decide for each node.
    Ask,
    /// Comment text of any sort.
    Comment,
    /// Documentation that is not a comment in the grammar, such as an attribute.
    Documentation,
    /// Stands between a documentation and what it documents.
    Attribute,
    /// Hands the documentation before it on to the definition inside.
    Wrapper,
    /// A function with complexity of its own.
    Function,
    /// A function literal whose decisions count into the enclosing function.
    Closure,
    /// A definition without complexity of its own.
    Declaration,
    /// A definition that is the parent of those inside: class, module, trait, …
    Type,
    /// Declares a function that others must write.
    Contract,
    /// Names what is used from elsewhere.
    Import,
    /// Names what is offered to others.
    Export,
    /// A condition with a branch.
    If,
    /// A condition directly in the else branch of another.
    ElseIf,
    /// The else branch.
    Else,
    /// A condition as an expression: `a ? b : c`.
    Ternary,
    /// Any loop or comprehension.
    Loop,
    /// A choice among arms: match, switch, case, cond.
    Match,
    /// One arm with a pattern or test.
    MatchArm,
    /// A further condition on an arm.
    MatchGuard,
    /// A protected block.
    Try,
    /// A handler of an exception.
    Catch,
    /// A chain of matches with an early way out.
    With,
    /// Waits for a message and chooses among arms.
    Receive,
    /// A short-circuit operator.
    Logical,
    /// A short-circuit operator with assignment.
    LogicalAssignment,
    /// An access that stops at null.
    OptionalChain,
    /// A value taken when none is given.
    DefaultValue,
    /// Leaves the function when a value is an error.
    EarlyReturn,
    /// Code as data.
    Quote,
    /// The block of a construct.
    Body,
    /// A step between a construct and a block that is passed to it as an argument.
    Argument,
}

/// A set of roles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoleSet(u64);

impl RoleSet {
    pub(crate) const fn of(roles: &[Role]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < roles.len() {
            bits |= 1 << roles[i] as u64;
            i += 1;
        }
        Self(bits)
    }

    pub(crate) const fn contains(self, role: Role) -> bool {
        self.0 >> role as u64 & 1 == 1
    }
}
