//! When keys are fetched, and how long they serve.

use std::time::Duration;

use proptest::prelude::*;

use super::mint::{published, set};
use crate::{KeyCache, KeysAway, Schedule};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_mins(minutes)
}

fn fresh() -> KeyCache {
    KeyCache::new(Schedule::default())
}

/// Fetched at the beginning.
fn stocked() -> KeyCache {
    let mut cache = fresh();
    assert!(cache.due(seconds(0)));
    cache.fetched(set(&published()), seconds(0));
    cache
}

#[test]
fn the_first_keys_are_due_at_once_and_fetched_once() {
    let mut cache = fresh();
    assert_eq!(cache.keys(seconds(0)), Err(KeysAway::NotYet));
    assert!(cache.due(seconds(0)));
    assert!(!cache.due(minutes(9)) && !cache.wanted(minutes(9)), "one is under way");
    cache.fetched(set(&published()), seconds(2));
    assert_eq!(cache.keys(seconds(2)), Ok(set(&published()).into()));
}

#[test]
fn keys_are_fetched_anew_when_they_are_old() {
    let mut cache = stocked();
    assert!(!cache.due(minutes(10).saturating_sub(seconds(1))));
    assert!(cache.due(minutes(10)));
}

#[test]
fn an_unknown_key_has_the_keys_fetched_at_most_once_a_minute() {
    let mut cache = stocked();
    assert!(cache.wanted(seconds(1)), "a key may be new a moment after a fetch");
    cache.fetched(set(&published()), seconds(1));
    assert!(!cache.wanted(seconds(60)));
    assert!(cache.wanted(seconds(61)));
}

#[test]
fn in_an_outage_the_last_good_keys_serve_for_four_hours_and_then_it_says_so() {
    let mut cache = stocked();
    let end = Duration::from_hours(4);
    assert!(cache.due(minutes(10)));
    cache.failed("connection refused".into());
    assert!(cache.keys(end.saturating_sub(seconds(1))).is_ok());
    assert_eq!(cache.trouble(minutes(20)), Some(("connection refused", Some(minutes(20)))));
    let away = cache.keys(end).unwrap_err().to_string();
    assert!(away.contains("240 minutes") && away.contains("connection refused"), "{away}");
    assert!(cache.due(end));
    cache.fetched(set(&published()), end);
    assert!(cache.keys(end).is_ok() && cache.trouble(end).is_none());
}

#[test]
fn a_provider_that_never_answered_is_asked_again_every_minute() {
    let mut cache = fresh();
    assert!(cache.due(seconds(0)));
    cache.failed("no such host".into());
    assert_eq!(cache.keys(seconds(1)), Err(KeysAway::Never("no such host".into())));
    assert!(!cache.due(seconds(59)));
    assert!(cache.due(seconds(60)));
}

proptest! {
    /// Whoever sends tokens with made-up keys can't have the provider asked more often than this.
    #[test]
    fn never_more_than_two_fetches_begin_within_a_minute(steps in proptest::collection::vec((0_u64..30, 0..3_u8), 1..200)) {
        let (mut cache, mut now, mut began) = (fresh(), seconds(0), Vec::new());
        for (wait, act) in steps {
            now += seconds(wait);
            let begins = if act == 0 { cache.due(now) } else { cache.wanted(now) };
            if begins {
                began.push(now);
            }
            match act {
                1 => cache.fetched(set(&published()[2..]), now),
                _ => cache.failed("away".into()),
            }
        }
        for (first, third) in began.iter().zip(began.iter().skip(2)) {
            prop_assert!(third.saturating_sub(*first) >= minutes(1));
        }
    }
}
