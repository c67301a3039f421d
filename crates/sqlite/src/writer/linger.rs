//! How long a group waits to grow before it is flushed.

use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use super::Request;

/// For so long the thread looks again and again before it goes to sleep: to wake it for each append of a
/// group would cost both sides more than the whole wait.
const AWAKE: Duration = Duration::from_micros(100);

/// A short wait for callers who are likely to come back.
///
/// Callers who have just been answered often send their next append at once. Without a wait the first of
/// them would get a flush of its own and all others the next one, which halves the rate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Linger {
    callers: usize,
    since: Instant,
    at_most: Duration,
}

impl Linger {
    /// For as many callers as were there a moment ago, at most a quarter of what the last group took; none
    /// for a lone caller, who has nobody to wait for.
    pub(super) fn after(took: Duration, callers: usize) -> Option<Self> {
        (callers > 1).then(|| Self { callers, since: Instant::now(), at_most: took / 4 })
    }

    /// Whether more callers are likely to come than these.
    pub(super) fn expects_more_than(&self, callers: usize) -> bool {
        callers < self.callers
    }

    /// The next append; none when the time is up.
    pub(super) fn receive(&self, requests: &Receiver<Request>) -> Option<Request> {
        loop {
            if let Ok(request) = requests.try_recv() {
                return Some(request);
            }
            let left = self.at_most.checked_sub(self.since.elapsed())?;
            if self.since.elapsed() > AWAKE {
                return requests.recv_timeout(left).ok();
            }
            thread::yield_now();
        }
    }
}
