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
    /// Is attached to the definition that follows: a decorator, attribute or annotation.
    Attribute,
    /// An attribute that is code, whose cognitive complexity is that of what it is attached to.
    Decorator,
    /// An attribute that tells the types of what follows; nothing inside acts.
    TypeAttribute,
    /// Is attached to the definition around it.
    OwnAttribute,
    /// Hands the documentation before it on to the definition inside.
    Wrapper,
    /// Definitions one after the other: the documentation before them is about the first.
    Group,
    /// A function with complexity of its own.
    Function,
    /// A function literal whose decisions count into the enclosing function.
    Closure,
    /// A function literal that chooses among clauses.
    ClosureMatch,
    /// A definition without complexity of its own.
    Declaration,
    /// A definition that is the parent of those inside: class, module, trait, …
    Type,
    /// Declares a function that others must write; nothing inside acts.
    Contract,
    /// Declares a type, with documentation of its own sort; nothing inside acts.
    TypeDeclaration,
    /// Names what is used from elsewhere.
    Import,
    /// Names what is offered to others.
    Export,
    /// May name what is used from elsewhere without importing it.
    Reference,
    /// A condition with a branch.
    If,
    /// A condition directly in the else branch of another.
    ElseIf,
    /// The else branch.
    Else,
    /// Runs when a loop or a protected block came to its end by itself.
    Completion,
    /// A condition as an expression: `a ? b : c`.
    Ternary,
    /// Any loop or comprehension.
    Loop,
    /// A generator or filter of a comprehension that is no loop to the reader.
    Comprehension,
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
    /// A chain of matches that handles the early way out.
    WithElse,
    /// Waits for a message and chooses among arms.
    Receive,
    /// The operator of a conjunction.
    And,
    /// The operator of a disjunction.
    Or,
    /// The operator that takes the right side where the left is null.
    Coalesce,
    /// An operation that is boolean only if its operator is.
    Operation,
    /// An operation whose operator is [`Role::And`] or [`Role::Or`].
    BooleanOperation,
    /// Brackets around one expression.
    Parenthesis,
    /// A short-circuit operator with assignment.
    LogicalAssignment,
    /// An access that stops at null.
    OptionalChain,
    /// A value taken when none is given.
    DefaultValue,
    /// The list of a function's parameters.
    Parameters,
    /// A condition that must hold.
    Assertion,
    /// Leaves the function.
    Return,
    /// Leaves the function when a value is an error.
    EarlyReturn,
    /// Goes on at a label.
    Jump,
    /// Code as data.
    Quote,
    /// The block of a construct.
    Body,
    /// A block that lies one level deeper than its construct.
    Branch,
    /// A step between a construct and a block that is passed to it as an argument.
    Argument,
}

/// A set of roles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoleSet(u64);

impl RoleSet {
    pub(crate) const NONE: Self = Self(0);

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

/// What a node is to Halstead's measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lexical {
    /// Neither.
    #[default]
    None,
    /// Does something; the same operator wherever its kind is the same.
    Operator,
    /// Does something; the same operator wherever its text is the same.
    Word,
    /// Has something done to it; the same operand wherever its text is the same.
    Operand,
    /// The kind alone does not tell: the language's hooks decide for each node.
    Ask,
}

/// What a node is to the search for duplication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lexeme {
    /// A name that a copy may call otherwise.
    Identifier,
    /// One token with all inside, unless that is code.
    Literal,
    /// Itself.
    Other,
}
