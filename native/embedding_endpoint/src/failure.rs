/// Why there are no vectors, sorted by what can be done about it. Texts have at most 200 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The endpoint asks for patience, of so many milliseconds; 0 where it does not say.
    Busy(u64),
    /// It did not answer in time, or not at all, or failed itself.
    Unreachable(String),
    /// It does not serve such requests at all: status and what it says.
    Denied(u16, String),
    /// It does not take this one, for a text in it or for its size: status and what it says.
    Refused(u16, String),
    /// It answered something else than the vectors that were asked for.
    Answer(String),
}

impl Failure {
    /// What an answer means that is not a success. A redirect would take the key elsewhere, and
    /// counts as a denial.
    pub(crate) fn of_status(status: u16, retry_after: Option<u64>, said: String) -> Self {
        match (status, retry_after) {
            (429, wait) => Self::Busy(wait.unwrap_or(0)),
            (500..=599, Some(wait)) => Self::Busy(wait),
            (408 | 409 | 425 | 500..=599, _) => Self::Unreachable(format!("{status} {said}")),
            (400 | 413 | 422, _) => Self::Refused(status, said),
            (300..=499, _) => Self::Denied(status, said),
            _ => Self::Answer(format!("{status} {said}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Failure::{self, Answer, Busy, Denied, Refused, Unreachable};

    #[test]
    fn a_status_says_what_can_be_done() {
        let of = |status, wait| Failure::of_status(status, wait, "no".into());
        for (status, wait, failure) in [
            (429, Some(1500), Busy(1500)),
            (429, None, Busy(0)),
            (503, Some(2000), Busy(2000)),
            (503, None, Unreachable("503 no".into())),
            (500, None, Unreachable("500 no".into())),
            (408, None, Unreachable("408 no".into())),
            (400, None, Refused(400, "no".into())),
            (413, None, Refused(413, "no".into())),
            (422, Some(9), Refused(422, "no".into())),
            (301, None, Denied(301, "no".into())),
            (401, None, Denied(401, "no".into())),
            (402, None, Denied(402, "no".into())),
            (404, None, Denied(404, "no".into())),
            (204, None, Answer("204 no".into())),
        ] {
            assert_eq!(of(status, wait), failure);
        }
    }
}
