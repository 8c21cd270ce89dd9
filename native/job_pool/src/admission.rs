//! Whether there is room for a job: a pure value.

use std::collections::VecDeque;

/// What a job takes while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Of the budget.
    Bytes(u64),
    /// Everything: nothing else runs meanwhile.
    Alone,
}

/// What runs, and what waits for room, first come first served.
///
/// A job larger than the budget runs alone. A small one does not queue for room behind large ones,
/// unless one that is to run alone waits, which would otherwise wait for ever.
#[derive(Debug)]
pub struct Admission<J> {
    budget: u64,
    small: u64,
    bytes: u64,
    running: usize,
    alone: bool,
    waiting: VecDeque<(Cost, J)>,
}

impl<J> Admission<J> {
    /// `small` is the size up to which a job passes others that wait.
    #[must_use]
    pub fn new(budget: u64, small: u64) -> Self {
        Self {
            budget,
            small,
            bytes: 0,
            running: 0,
            alone: false,
            waiting: VecDeque::new(),
        }
    }

    /// The job, if it may run now, with what it is to give back in [`Admission::release`].
    pub fn admit(&mut self, cost: Cost, job: J) -> Option<(Cost, J)> {
        let cost = self.bounded(cost);
        if self.may_pass(cost) && self.fits(cost) {
            self.take(cost);
            Some((cost, job))
        } else {
            self.waiting.push_back((cost, job));
            None
        }
    }

    /// A job has ended. Those that may run now in its place.
    pub fn release(&mut self, cost: Cost) -> Vec<(Cost, J)> {
        self.running -= 1;
        match cost {
            Cost::Bytes(bytes) => self.bytes -= bytes,
            Cost::Alone => self.alone = false,
        }
        std::iter::from_fn(|| self.next_waiting()).collect()
    }

    fn next_waiting(&mut self) -> Option<(Cost, J)> {
        let cost = self.waiting.front()?.0;
        if !self.fits(cost) {
            return None;
        }
        self.take(cost);
        self.waiting.pop_front()
    }

    fn bounded(&self, cost: Cost) -> Cost {
        match cost {
            Cost::Bytes(bytes) if bytes > self.budget => Cost::Alone,
            within => within,
        }
    }

    fn may_pass(&self, cost: Cost) -> bool {
        let small = matches!(cost, Cost::Bytes(bytes) if bytes <= self.small);
        self.waiting.is_empty() || (small && self.waiting.iter().all(|(c, _)| *c != Cost::Alone))
    }

    fn fits(&self, cost: Cost) -> bool {
        match cost {
            Cost::Bytes(bytes) => !self.alone && self.bytes + bytes <= self.budget,
            Cost::Alone => self.running == 0,
        }
    }

    fn take(&mut self, cost: Cost) {
        self.running += 1;
        match cost {
            Cost::Bytes(bytes) => self.bytes += bytes,
            Cost::Alone => self.alone = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A budget of 100, of which a small job takes at most 10.
    fn admission() -> Admission<&'static str> {
        Admission::new(100, 10)
    }

    fn names(admitted: Vec<(Cost, &'static str)>) -> Vec<&'static str> {
        admitted.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn jobs_run_while_the_budget_lasts() {
        let mut admission = admission();
        assert!(admission.admit(Cost::Bytes(60), "a").is_some());
        assert!(admission.admit(Cost::Bytes(40), "b").is_some());
        assert!(admission.admit(Cost::Bytes(40), "c").is_none());
        assert_eq!(names(admission.release(Cost::Bytes(60))), ["c"]);
    }

    #[test]
    fn those_that_wait_keep_their_order() {
        let mut admission = admission();
        admission.admit(Cost::Bytes(90), "a");
        assert!(admission.admit(Cost::Bytes(80), "b").is_none());
        assert!(admission.admit(Cost::Bytes(20), "c").is_none());
        assert_eq!(names(admission.release(Cost::Bytes(90))), ["b", "c"]);
    }

    #[test]
    fn a_small_job_passes_large_ones() {
        let mut admission = admission();
        admission.admit(Cost::Bytes(80), "a");
        admission.admit(Cost::Bytes(80), "b");
        assert!(admission.admit(Cost::Bytes(10), "small").is_some());
        assert!(admission.admit(Cost::Bytes(11), "c").is_none());
    }

    #[test]
    fn a_job_beyond_the_budget_runs_alone() {
        let mut admission = admission();
        admission.admit(Cost::Bytes(1), "a");
        assert!(admission.admit(Cost::Bytes(101), "huge").is_none());
        assert!(admission.admit(Cost::Bytes(1), "small").is_none());
        assert_eq!(admission.release(Cost::Bytes(1)), [(Cost::Alone, "huge")]);
        assert!(admission.admit(Cost::Bytes(1), "b").is_none());
        assert_eq!(names(admission.release(Cost::Alone)), ["small", "b"]);
        admission.release(Cost::Bytes(1));
        admission.release(Cost::Bytes(1));
        assert_eq!(
            admission.admit(Cost::Alone, "alone"),
            Some((Cost::Alone, "alone"))
        );
    }
}
