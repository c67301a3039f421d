//! What came of it, for people and for programs.

use std::fmt;
use std::time::Duration;

use cxl_store::conformance::{Broken, FOLLOWERS, Tally, WRITERS};
use serde::Serialize;

use super::ground::Ground;
use crate::store_url::StoreUrl;

/// Everything that was asked, and how the keeper stood it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    store: String,
    pub(super) promises: Vec<Held>,
    pub(super) load: Option<Load>,
    left_behind: Option<String>,
    /// Whether nothing was broken.
    pub(super) held: bool,
}

/// One promise.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Held {
    promise: String,
    held: bool,
    /// How it was broken.
    broken: Option<String>,
    milliseconds: u64,
}

/// The load.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Load {
    seconds: u64,
    writers: u32,
    followers: usize,
    held: bool,
    /// What was lost, doubled or out of order.
    broken: Option<String>,
    events: u64,
    repeated: u64,
    refused: u64,
    races_lost: u64,
    failed_calls: u64,
    unanswered: u64,
    last_failure: Option<String>,
}

impl Report {
    pub(super) fn new(store: &StoreUrl, ground: &Ground) -> Self {
        let left_behind = ground.left_behind.clone();
        Self { store: store.to_string(), promises: Vec::new(), load: None, left_behind, held: false }
    }

    /// Draws the conclusion, once everything was asked.
    pub(super) fn conclude(&mut self) {
        self.held =
            self.promises.iter().all(|held| held.held) && self.load.as_ref().is_none_or(|load| load.held);
    }
}

impl Held {
    pub(super) fn new(promise: String, broken: Option<Broken>, took: Duration) -> Self {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        Self {
            promise,
            held: broken.is_none(),
            broken: broken.map(|broken| broken.to_string()),
            milliseconds,
        }
    }
}

impl Load {
    pub(super) fn new(length: Duration, tally: Tally, broken: Option<Broken>) -> Self {
        Self {
            seconds: length.as_secs(),
            writers: WRITERS,
            followers: FOLLOWERS,
            held: broken.is_none(),
            broken: broken.map(|broken| broken.to_string()),
            events: tally.events,
            repeated: tally.repeated,
            refused: tally.refused,
            races_lost: tally.races_lost,
            failed_calls: tally.failed,
            unanswered: tally.unanswered,
            last_failure: tally.last_failure,
        }
    }
}

/// A tally in a line.
pub(super) fn told(tally: &Tally) -> String {
    let Tally { events, repeated, refused, races_lost, failed, .. } = tally;
    format!(
        "{events} events, {repeated} repeats, {refused} conflicts, {races_lost} races lost, {failed} calls failed"
    )
}

fn verdict(held: bool) -> &'static str {
    if held { "held  " } else { "BROKEN" }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {} ({} ms)", verdict(self.held), self.promise, self.milliseconds)?;
        self.broken.as_ref().map_or(Ok(()), |broken| write!(f, ": {broken}"))
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seconds, writers, followers, events, repeated, refused, races_lost, .. } = self;
        write!(
            f,
            "{}  under {writers} writers and {followers} followers for {seconds} s, ",
            verdict(self.held)
        )?;
        match &self.broken {
            None => write!(f, "nothing acknowledged was lost, doubled or out of order")?,
            Some(broken) => write!(f, "{broken}")?,
        }
        write!(
            f,
            "\n        {events} events acknowledged, {repeated} appends repeated, {refused} refused, {races_lost} \
             races lost"
        )?;
        let Self { failed_calls, unanswered, last_failure, .. } = self;
        if let Some(failure) = last_failure {
            write!(
                f,
                "\n        {failed_calls} calls failed, {unanswered} appends were never answered; the last failure: \
                 {failure}"
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.promises.iter().filter(|held| held.held).count();
        write!(f, "{kept} of {} promises held by {}", self.promises.len(), self.store)?;
        self.left_behind.as_ref().map_or(Ok(()), |left| write!(f, "\nleft behind: {left}"))
    }
}
