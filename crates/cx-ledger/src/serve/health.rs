//! How the server is, for whoever watches over it: that it lives, and whether it is ready, slow or stuck.
//!
//! A ledger that is asked nothing looks well whatever its disk does. So readiness is tried: an append that
//! every keeper must refuse, since it continues a stream that does not exist, takes the whole way of a
//! write through the engine's threads, the queue, the writer and its lock, and records nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cxl_ledger::{Health, Lag, Ledger};
use cxl_store::{Append, AppendError, EventStore, Expected, NewEvent, StreamKind, StreamName};
use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::watch;
use uuid::Uuid;

use super::http::App;
use super::patience::Patience;
use super::provider::ProviderHealth;
use super::views::Standing;

/// Tries whether writes come through, one attempt at a time.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    engine: Handle,
    under_way: Arc<Mutex<Option<Attempt>>>,
}

/// One attempt, and what came of it.
#[derive(Debug, Clone)]
struct Attempt {
    since: Instant,
    outcome: watch::Receiver<Option<Outcome>>,
}

/// What became of the attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It came through.
    Passed,
    /// Nothing is written any more, and why.
    ReadOnly(String),
    /// It failed, and why.
    Failed(String),
    /// So many appends wait already that it was not let in.
    Crowded,
    /// It has been waiting for so long.
    Waiting(Duration),
}

impl Probe {
    /// A probe whose attempts run on the engine's threads.
    pub(crate) fn new(engine: Handle) -> Self {
        Self { engine, under_way: Arc::default() }
    }

    /// Waits for an attempt, at most `patience`; one that is still under way is waited for again.
    async fn tried(&self, ledger: &Ledger, patience: Duration) -> Outcome {
        let Attempt { since, mut outcome } = self.attempt(ledger);
        let seen = tokio::time::timeout(patience, outcome.wait_for(Option::is_some)).await;
        match seen {
            Ok(Ok(seen)) => seen.clone().unwrap_or(Outcome::Waiting(since.elapsed())),
            Ok(Err(_)) => Outcome::Failed("the attempt of a write broke off".into()),
            Err(_) => Outcome::Waiting(since.elapsed()),
        }
    }

    fn attempt(&self, ledger: &Ledger) -> Attempt {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let pending =
            |attempt: &&Attempt| attempt.outcome.borrow().is_none() && attempt.outcome.has_changed().is_ok();
        if let Some(attempt) = under_way.as_ref().filter(pending) {
            return attempt.clone();
        }
        let (sender, outcome) = watch::channel(None);
        let store = Arc::clone(ledger.store());
        self.engine.spawn(async move { sender.send_replace(Some(outcome_of(&*store).await)) });
        under_way.insert(Attempt { since: Instant::now(), outcome }).clone()
    }
}

/// Tries whether a write gets as far as being judged; records nothing.
pub(crate) async fn outcome_of(store: &dyn EventStore) -> Outcome {
    match store.append(impossible()).await {
        Err(AppendError::Conflict { .. }) => Outcome::Passed,
        Err(AppendError::ReadOnly { reason }) => Outcome::ReadOnly(reason),
        Err(AppendError::Busy) => Outcome::Crowded,
        Err(error) => Outcome::Failed(error.to_string()),
        Ok(_) => Outcome::Failed("the log took an event that continues nothing".into()),
    }
}

/// An append that continues a stream which does not exist.
fn impossible() -> Append {
    let kind = StreamKind::new("probe").expect("the kind of a stream is a word");
    let event = NewEvent {
        id: Uuid::nil(),
        type_name: "probe.tried.v1".into(),
        body: b"{}".into(),
        meta: b"{}".into(),
    };
    Append { stream: StreamName::new(kind, Uuid::nil()), expected: Expected::Exact(0), events: vec![event] }
}

/// The process runs and answers.
pub(super) async fn live() -> Response {
    written(StatusCode::OK, &serde_json::json!({ "status": "live" }))
}

/// Whether the views follow the log and writes come through.
pub(super) async fn ready(State(app): State<App>) -> Response {
    // What the keys are like is told as soon as it is known, but nobody waits for it longer than for a write.
    let judged = tokio::time::timeout(app.patience.slow_after, app.ledger.keys_judged());
    let (tried, lag, _) =
        tokio::join!(app.probe.tried(&app.ledger, app.patience.slow_after), lag(&app), judged);
    let health = app.ledger.health();
    let (status, reason) = judge(&health, &lag, tried, &app.patience);
    let told = Told {
        status,
        reason,
        missing_keys: health.missing_keys,
        vault_away: health.vault_away.clone(),
        views: Standing::of(&app.ledger, &health, &lag),
        identity_provider: app.provider.as_ref().map(|provider| provider.health()),
    };
    written(status.code(), &told)
}

/// What is told of how ready the server is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    status: Status,
    reason: Option<String>,
    missing_keys: u64,
    vault_away: Option<String>,
    #[serde(flatten)]
    views: Standing,
    /// Who can't enter by it may still enter by an API token, so it does not alter the status.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_provider: Option<ProviderHealth>,
}

/// How far the views are behind the log, as far as that can be told at once.
pub(super) async fn lag(app: &App) -> Lag {
    let ledger = Arc::clone(&app.ledger);
    let told = app.engine.spawn(async move { ledger.lag().await });
    if let Ok(Ok(lag)) = tokio::time::timeout(app.patience.slow_after, told).await {
        return lag;
    }
    // A log that does not answer is the attempt's to tell.
    let health = app.ledger.health();
    Lag { events: health.log_len.saturating_sub(health.views_len), ..Lag::default() }
}

/// The ledger is not open yet, and why.
pub(super) fn opening(reason: &str) -> Response {
    let status = Status::Opening;
    written(status.code(), &serde_json::json!({ "status": status, "reason": format!("not ready: {reason}") }))
}

/// How ready the server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// The ledger is not open yet: its store can't be reached, or it is still being read.
    Opening,
    /// Questions are answered and changes are recorded.
    Ready,
    /// Questions are answered; nothing is recorded before somebody acts.
    ReadOnly,
    /// Questions are answered and changes are recorded, except what was typed: its keys can't be reached.
    WithoutKeys,
    /// A write takes its time, or the views are behind the log and catching up. It will come through; whoever
    /// sends more makes it worse.
    Slow,
    /// A write does not come through, or the views stand still behind the log. Restarting, or mending the
    /// cause, is called for.
    Stuck,
    /// The views stopped at an event that can't be read.
    Stopped,
}

impl Status {
    /// A server that answers questions is ready for traffic, if not for all of it.
    fn code(self) -> StatusCode {
        match self {
            Self::Ready | Self::ReadOnly | Self::WithoutKeys | Self::Slow => StatusCode::OK,
            Self::Opening | Self::Stuck | Self::Stopped => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

fn judge(health: &Health, lag: &Lag, tried: Outcome, patience: &Patience) -> (Status, Option<String>) {
    let behind = |how: &str| {
        let since = lag.age.unwrap_or(lag.still).as_secs_f64();
        Some(format!("the views lack {} events, the first of them for {since:.1} s, {how}", lag.events))
    };
    let waiting =
        |since: Duration| Some(format!("a write has been waiting for {:.1} s", since.as_secs_f64()));
    match (&health.poison, health.read_only.clone(), tried) {
        (Some(_), reason, _) => (Status::Stopped, reason),
        (None, _, Outcome::Waiting(since)) if since >= patience.stuck_after => {
            (Status::Stuck, waiting(since))
        }
        (None, _, Outcome::Failed(reason)) => (Status::Stuck, Some(format!("a write failed: {reason}"))),
        _ if lag.events > 0 && lag.stalled() >= patience.stuck_after => {
            (Status::Stuck, behind("and stand still"))
        }
        (None, Some(reason), _) | (None, None, Outcome::ReadOnly(reason)) => (Status::ReadOnly, Some(reason)),
        (None, None, Outcome::Waiting(since)) => (Status::Slow, waiting(since)),
        (None, None, Outcome::Crowded) => (
            Status::Slow,
            Some("more changes wait than may; those who send them are asked to try again".into()),
        ),
        (None, None, Outcome::Passed) if lag.age.is_some_and(|age| age >= patience.slow_after) => {
            (Status::Slow, behind("and are catching up"))
        }
        (None, None, Outcome::Passed) => match &health.vault_away {
            Some(away) => (Status::WithoutKeys, Some(away.clone())),
            None => (Status::Ready, None),
        },
    }
}

fn written(code: StatusCode, body: &impl Serialize) -> Response {
    (code, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use cxl_domain::id::EventId;
    use cxl_ledger::Poison;
    use cxl_store::MemoryStore;

    use super::*;

    const PATIENCE: Patience = Patience {
        head_timeout: Duration::from_secs(30),
        body_timeout: Duration::from_secs(10),
        answer_timeout: Duration::from_secs(30),
        send_timeout: Duration::from_secs(30),
        slow_after: Duration::from_secs(1),
        stuck_after: Duration::from_secs(20),
    };

    fn health(poison: bool, read_only: bool) -> Health {
        Health {
            log_len: 8,
            views_len: 8,
            poison: poison.then(|| Poison {
                position: 7,
                event: EventId(Uuid::nil()),
                stream: format!("person-{}", Uuid::nil()).parse().unwrap(),
                type_name: "person.named.v9".into(),
                error: "not JSON".into(),
            }),
            read_only: (poison || read_only).then(|| "why".into()),
            missing_keys: 0,
            vault_away: None,
        }
    }

    fn status(poison: bool, read_only: bool, tried: Outcome) -> Status {
        judge(&health(poison, read_only), &Lag::default(), tried, &PATIENCE).0
    }

    #[test]
    fn slow_is_told_from_stuck_by_how_long_a_write_waits_or_that_it_fails() {
        let waiting = |seconds| Outcome::Waiting(Duration::from_secs(seconds));
        assert_eq!(status(false, false, Outcome::Passed), Status::Ready);
        assert_eq!(status(false, false, waiting(19)), Status::Slow);
        assert_eq!(status(false, false, Outcome::Crowded), Status::Slow);
        assert_eq!(status(false, false, waiting(20)), Status::Stuck);
        assert_eq!(status(false, false, Outcome::Failed("the disk is full".into())), Status::Stuck);
    }

    #[test]
    fn what_keeps_the_ledger_from_writing_is_told_with_its_reason() {
        let tried = || Outcome::ReadOnly("an earlier write failed".into());
        let (told, reason) = judge(&health(false, false), &Lag::default(), tried(), &PATIENCE);
        assert_eq!((told, reason.as_deref()), (Status::ReadOnly, Some("an earlier write failed")));
        assert_eq!(status(false, true, Outcome::Passed), Status::ReadOnly);
        assert_eq!(status(true, false, Outcome::Passed), Status::Stopped);
    }

    #[test]
    fn a_vault_that_is_away_is_told_and_keeps_nobody_from_asking() {
        let away = Health { vault_away: Some("night".into()), ..health(false, false) };
        let (told, reason) = judge(&away, &Lag::default(), Outcome::Passed, &PATIENCE);
        assert_eq!((told, reason.as_deref()), (Status::WithoutKeys, Some("night")));
        assert_eq!(told.code(), StatusCode::OK);
        let failed = judge(&away, &Lag::default(), Outcome::Failed("the disk is full".into()), &PATIENCE);
        assert_eq!(failed.0, Status::Stuck, "what is worse is told");
    }

    #[test]
    fn views_that_are_behind_are_slow_while_they_move_and_stuck_once_they_stand_still() {
        let seconds = Duration::from_secs;
        let status = |age, still| {
            let lag = Lag { events: 3, age: Some(seconds(age)), still: seconds(still) };
            judge(&health(false, false), &lag, Outcome::Passed, &PATIENCE)
        };
        assert_eq!(status(0, 3600), (Status::Ready, None), "it came just now, after a quiet hour");
        let (told, reason) = status(3600, 2);
        assert_eq!(told, Status::Slow);
        assert!(
            reason.is_some_and(|reason| reason.contains("lack 3 events") && reason.contains("catching up"))
        );
        let (told, reason) = status(21, 20);
        assert_eq!(told, Status::Stuck);
        assert!(reason.is_some_and(|reason| reason.contains("stand still")));
    }

    #[tokio::test]
    async fn an_attempt_comes_through_and_records_nothing() {
        let store = MemoryStore::new();
        assert_eq!(outcome_of(&store).await, Outcome::Passed);
        assert_eq!(*store.head().borrow(), 0);
    }
}
