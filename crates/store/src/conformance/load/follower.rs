//! What a follower sees of a log under load.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::Instant;

use super::{FIRST_WAIT, Ground};
use crate::conformance::Broken;
use crate::follow::follow;
use crate::port::{Position, Recorded};

/// What a follower has seen: up to where, and all of it in one number.
pub(super) struct Followed {
    pub(super) until: Position,
    pub(super) seen: u64,
}

/// Everything that was seen, in its order, in one number.
#[derive(Clone)]
pub(super) struct Sight(DefaultHasher);

impl Sight {
    pub(super) fn new() -> Self {
        Self(DefaultHasher::new())
    }

    pub(super) fn see(&mut self, event: &Recorded) {
        (event.position, event.revision, event.id).hash(&mut self.0);
    }

    pub(super) fn sum(&self) -> u64 {
        self.0.finish()
    }
}

/// Follows from a position to the end of the load, which is told once the writers are done.
pub(super) async fn follow_along(
    ground: Arc<Ground>,
    from: Position,
    page: usize,
    mut end: watch::Receiver<Option<Position>>,
) -> Result<Followed, Broken> {
    let mut follower = follow(&ground.store, from).pages_of(page);
    let mut sight = Sight::new();
    loop {
        let is_done = end.borrow_and_update().is_some_and(|end| follower.position() >= end);
        if is_done {
            return Ok(Followed { until: follower.position(), seen: sight.sum() });
        }
        if Instant::now() >= ground.until + 2 * ground.limits.recovery {
            return Err(Broken::new(format!(
                "a follower came no further than position {}",
                follower.position()
            )));
        }
        tokio::select! {
            page = follower.next_page() => match page {
                Ok(Some(page)) => page.iter().for_each(|event| sight.see(event)),
                Ok(None) => return Err(Broken::new("a follower ended while the store stands")),
                Err(error) => {
                    ground.count(|tally| {
                        tally.failed += 1;
                        tally.last_failure = Some(error.to_string());
                    });
                    tokio::time::sleep(FIRST_WAIT).await;
                }
            },
            // A sender that is gone takes this task with it.
            _ = end.changed() => {}
            () = tokio::time::sleep(ground.limits.recovery) => {}
        }
    }
}
