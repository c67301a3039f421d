//! Callers that do the same thing over and over for a while.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::measure::{Outcome, per_second};

/// Somebody who does a thing and waits until it is done.
pub(super) trait Caller: Send + 'static {
    /// Does it once.
    fn act(&mut self) -> impl Future<Output = Outcome<()>> + Send;
}

/// What a round of callers came to.
pub(super) struct Round<C> {
    /// How often a second the thing was done.
    pub(super) rate: f64,
    /// What each time took, in microseconds.
    pub(super) micros: Vec<u128>,
    /// Those who did it.
    pub(super) callers: Vec<C>,
}

/// Lets all callers act, again and again, until the time is over.
pub(super) async fn run<C: Caller>(callers: Vec<C>, length: Duration) -> Outcome<Round<C>> {
    let started = Instant::now();
    let mut running = JoinSet::new();
    for mut caller in callers {
        running.spawn(async move {
            let mut micros = Vec::new();
            while started.elapsed() < length {
                let asked = Instant::now();
                caller.act().await?;
                micros.push(asked.elapsed().as_micros());
            }
            Outcome::Ok((caller, micros))
        });
    }
    let (mut callers, mut micros) = (Vec::new(), Vec::new());
    while let Some(finished) = running.join_next().await {
        let (caller, waited) = finished??;
        callers.push(caller);
        micros.extend(waited);
    }
    Ok(Round { rate: per_second(micros.len() as u64, started.elapsed()), micros, callers })
}
