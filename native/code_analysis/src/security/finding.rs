//! What is found, and what it is found by.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// How bad it is when an attacker gets at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look in a review; no vulnerability by itself.
    Low,
    /// A vulnerability where the value comes from outside.
    Medium,
    /// A vulnerability in most places where it stands.
    High,
}

impl Severity {
    /// The name in the rows and in the rule files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Low, Self::Medium, Self::High];
        all.into_iter().find(|severity| severity.as_str() == name)
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A place that a rule is about. It tells no text of the file: that may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: Cow<'static, str>,
    /// First line, from 1.
    pub line: u32,
    /// Last line, from 1.
    pub end_line: u32,
    /// First byte.
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// Number of the weakness in the Common Weakness Enumeration.
    pub cwe: u16,
    /// As the rule has it.
    pub severity: Severity,
    /// One sentence for a reader.
    pub message: &'static str,
}

/// A rule as it is listed for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityRule {
    /// Unique among all rules.
    pub id: Cow<'static, str>,
    /// Names of the languages that it looks at. Empty for all.
    pub languages: Vec<&'static str>,
    /// What other tools call it.
    pub codes: Vec<&'static str>,
    /// Number of the weakness in the Common Weakness Enumeration.
    pub cwe: u16,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence for a reader.
    pub message: &'static str,
}
