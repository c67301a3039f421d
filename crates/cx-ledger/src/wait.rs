//! Waiting for a server that can't be reached.

use std::error::Error as _;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use cxl_kurrent::KurrentLog;
use cxl_store::StoreError;
use tokio::sync::watch;

use crate::ambient;

/// How long a command waits for a server that can't be reached, unless it is told otherwise.
const USUALLY: Duration = Duration::from_secs(30);

/// How long to wait for a server that can't be reached, and who hears of it meanwhile.
#[derive(Debug, Clone)]
pub(crate) struct Wait {
    /// None for as long as it takes.
    limit: Option<Duration>,
    told: watch::Sender<Option<Away>>,
}

/// A server that can't be reached for now.
#[derive(Debug, Clone)]
pub(crate) struct Away {
    server: String,
    since: DateTime<Utc>,
    again: DateTime<Utc>,
    why: String,
}

impl Away {
    /// How it stands at this moment, in a sentence.
    pub(crate) fn told(&self, now: DateTime<Utc>) -> String {
        let Self { server, since, again, why } = self;
        let left = (*again - now).max(TimeDelta::zero()).as_seconds_f64();
        let since = since.format("%Y-%m-%dT%H:%M:%SZ");
        format!("the store at {server} cannot be reached since {since}, trying again in {left:.1} s: {why}")
    }
}

impl Wait {
    /// A command waits for a while: half a minute unless it is told otherwise.
    pub(crate) fn of_command(limit: Option<Duration>) -> Self {
        Self { limit: Some(limit.unwrap_or(USUALLY)), told: watch::Sender::default() }
    }

    /// A process that serves waits as long as it takes unless it is told otherwise, and tells how it stands.
    pub(crate) fn of_server(limit: Option<Duration>) -> (Self, watch::Receiver<Option<Away>>) {
        let (told, hears) = watch::channel(None);
        (Self { limit, told }, hears)
    }

    /// Waits until everything in a log is counted. What waiting does not mend ends it at once.
    pub(crate) async fn until_counted(&self, log: &KurrentLog) -> anyhow::Result<()> {
        let begun = Instant::now();
        let server = log.health().address;
        let outcome = loop {
            let Err(error) = log.complete().await else { break Ok(()) };
            let StoreError::Unavailable { .. } = &error else { break Err(error.into()) };
            if let Some(limit) = self.limit.filter(|limit| begun.elapsed() >= *limit) {
                let waited = format!("waited {} s for it (--store-timeout)", limit.as_secs_f64());
                break Err(anyhow::Error::new(error).context(waited));
            }
            self.told.send_replace(Some(away(log, &server, &error)));
        };
        self.told.send_replace(None);
        outcome.with_context(|| format!("the log at {server} does not open"))
    }
}

fn away(log: &KurrentLog, server: &str, error: &StoreError) -> Away {
    let now = ambient::now();
    let absence = log.health().absence.unwrap_or_default();
    Away {
        server: server.to_owned(),
        since: now - absence.lasts,
        again: now + absence.again_in,
        why: error.source().map_or_else(|| error.to_string(), ToString::to_string),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absence_is_told_with_its_beginning_and_the_next_attempt() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let away = Away {
            server: "kurrentdb://db:2113".into(),
            since: at("2031-03-31T08:00:00.5Z"),
            again: at("2031-03-31T08:00:03Z"),
            why: "connection refused".into(),
        };
        assert_eq!(
            away.told(at("2031-03-31T08:00:01Z")),
            "the store at kurrentdb://db:2113 cannot be reached since 2031-03-31T08:00:00Z, trying again in 2.0 s: \
             connection refused"
        );
        assert!(away.told(at("2031-03-31T09:00:00Z")).contains("again in 0.0 s"));
    }
}
