//! The promises of the port, each as a trial that any keeper can be put to.
//!
//! A keeper's crate stamps one test per promise with [`conformance_tests!`](crate::conformance_tests);
//! a program walks [`PROMISES`] and reports each. A trial writes events of its own under the stream kind
//! `conformance`, so put a keeper to it on a log that may be thrown away, and let nobody else write to it
//! meanwhile. [`load`] keeps a mixed load on it for a while, also through failing calls; [`Intercepted`] lets a test
//! change one thing about a keeper.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::error::{AppendError, StoreError};
use crate::port::EventStore;

mod appending;
mod following;
mod intercepted;
mod load;
mod reading;
mod repeating;
mod trial;

pub use intercepted::{Intercept, Intercepted};
pub use load::{FOLLOWERS, Tally, WRITERS, load};
pub use trial::Trial;

/// One promise of the port.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    /// The promise as a sentence with underscores, which is also the name of its test.
    pub name: &'static str,
    run: fn(Trial) -> Outcome,
}

type Outcome = Pin<Box<dyn Future<Output = Result<(), Broken>> + Send>>;

impl Promise {
    /// The promise as a sentence.
    pub fn sentence(&self) -> String {
        self.name.replace('_', " ")
    }

    /// Puts a keeper to the trial. A keeper that does not answer within half a minute has failed.
    ///
    /// Ids of streams and events are derived from `seed`: use another one for each run over the same log.
    pub async fn hold(&self, store: Arc<dyn EventStore>, seed: Uuid) -> Result<(), Broken> {
        let trial = Trial::new(store, Uuid::new_v5(&seed, self.name.as_bytes()));
        match tokio::time::timeout(PATIENCE, (self.run)(trial)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Broken(format!("no answer within {} s", PATIENCE.as_secs()))),
        }
    }
}

/// How a promise was broken: what was found, and what should have been.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Broken(String);

impl Broken {
    /// A promise broken in this way.
    pub fn new(how: impl Into<String>) -> Self {
        Self(how.into())
    }
}

impl From<AppendError> for Broken {
    fn from(error: AppendError) -> Self {
        Self(format!("an append was refused that should have been recorded: {error}"))
    }
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self(format!("the store failed: {error}"))
    }
}

const PATIENCE: Duration = Duration::from_secs(30);

/// The one list of promises, handed to the macro `$then` together with `$with`.
#[doc(hidden)]
#[macro_export]
macro_rules! __every_promise {
    ($then:path, $($with:tt)*) => {
        $then! {
            [$($with)*]
            appending: revisions_of_a_stream_are_gapless,
            appending: positions_are_gapless_across_streams,
            appending: events_of_one_append_are_neighbors,
            appending: a_refused_append_leaves_nothing_behind,
            appending: a_conflict_names_both_revisions,
            appending: a_stream_that_stands_cannot_be_created,
            appending: a_missing_stream_cannot_be_continued,
            appending: a_revision_beyond_all_numbers_conflicts,
            appending: of_concurrent_writers_exactly_one_wins_each_revision,
            appending: appends_handed_in_together_are_answered_each_for_itself,
            appending: an_append_without_events_is_refused,
            appending: an_append_over_the_size_limit_is_refused,
            appending: a_type_name_outside_its_form_is_refused,
            repeating: a_repeated_append_is_recorded_once,
            repeating: a_repeated_append_is_recognized_after_later_ones,
            repeating: a_repeated_append_keeps_the_bytes_of_the_first,
            repeating: the_same_append_sent_twice_at_once_is_recorded_once,
            repeating: a_part_of_a_recorded_append_counts_as_its_repetition,
            repeating: an_append_that_outgrows_what_it_repeats_is_refused,
            repeating: an_append_that_mixes_in_a_recorded_id_is_refused,
            repeating: an_id_twice_in_one_append_is_refused,
            reading: bytes_come_back_exactly,
            reading: a_stream_reads_page_by_page,
            reading: an_unknown_stream_reads_as_empty,
            reading: the_log_reads_in_order_from_any_position,
            reading: events_read_by_position_in_the_order_asked,
            reading: a_position_without_event_is_an_error,
            reading: too_many_positions_at_once_are_refused,
            reading: an_append_is_readable_when_it_answers,
            reading: the_head_only_rises_and_all_below_it_is_readable,
            following: a_follower_started_anywhere_sees_each_event_once,
            following: a_follower_sees_each_event_once_while_sixteen_writers_append,
            following: a_follower_beyond_the_end_waits_for_its_position,
        }
    };
}

macro_rules! table {
    ([] $($module:ident: $name:ident,)*) => {
        /// Every promise of the port, in the order in which to read them.
        pub const PROMISES: &[Promise] =
            &[$(Promise { name: stringify!($name), run: |trial| Box::pin($module::$name(trial)) }),*];
    };
}

__every_promise!(table,);

/// Stamps one test per promise for a keeper.
///
/// `$open` is an async function that answers an empty log of its own and whatever must outlive it:
/// `async fn open() -> (Arc<dyn EventStore>, TempDir)`. The crate needs tokio with `macros` and
/// `rt-multi-thread` for its tests.
#[macro_export]
macro_rules! conformance_tests {
    ($open:path) => {
        $crate::__every_promise!($crate::__conformance_tests, $open);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __conformance_tests {
    ([$open:path] $($module:ident: $name:ident,)*) => {
        $(
            #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let (store, _keep) = $open().await;
                $crate::conformance::assert_held(stringify!($name), store).await;
            }
        )*
    };
}

/// Panics with the finding if the keeper breaks the promise of this name. For tests.
#[doc(hidden)]
#[track_caller]
pub fn assert_held(name: &'static str, store: Arc<dyn EventStore>) -> impl Future<Output = ()> {
    let promise = PROMISES.iter().find(|promise| promise.name == name).copied();
    async move {
        let promise = promise.expect("tests and table are stamped from one list");
        if let Err(broken) = promise.hold(store, Uuid::nil()).await {
            panic!("{}: {broken}", promise.sentence());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_promise_has_a_name_of_its_own() {
        let names: HashSet<_> = PROMISES.iter().map(|promise| promise.name).collect();
        assert_eq!(names.len(), PROMISES.len());
    }
}
