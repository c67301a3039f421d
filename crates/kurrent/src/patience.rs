//! How long to wait for what.

use std::time::Duration;

/// How long to wait for what. The default suits a cluster in one region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection that answers, finding the leader included.
    pub connect: Duration,
    /// For one answer of the server, or the next event of a page. The client waits for ever by itself.
    pub answer: Duration,
    /// For a whole append or read, with every repetition that it takes.
    pub whole: Duration,
    /// Between two looks at the end of the log when nothing happens: how late events of other processes
    /// are seen.
    pub idle: Duration,
    /// The longest pause between two attempts to reach a server that is away.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(5),
            whole: Duration::from_secs(20),
            idle: Duration::from_millis(100),
            longest_pause: Duration::from_secs(5),
        }
    }
}

/// Pauses between attempts, each twice as long as the one before.
#[derive(Debug)]
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    pub(crate) fn new(longest: Duration) -> Self {
        Self { next: SHORTEST, longest }
    }

    /// How long to pause before the next attempt.
    pub(crate) fn next(&mut self) -> Duration {
        let pause = self.next.min(self.longest);
        self.next = pause * 2;
        pause
    }
}

pub(crate) const SHORTEST: Duration = Duration::from_millis(50);
