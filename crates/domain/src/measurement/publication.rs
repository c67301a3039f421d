//! What a source stated about one period over time, and which of its statements counts.
//!
//! A reading has a set of publications, not a last value. They are ranked by the day on which the
//! source published them, else by when the ledger recorded them; the greatest rank among those
//! visible is current. So it does not matter in which order files arrive, and what was known on a
//! past day is found by making fewer of them visible.
//!
//! Everything here takes the publications that are *visible and standing* at the moment of the
//! question; which those are is decided by [`crate::time::AsOf`] and by what was annulled.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::figures::Reading;
use crate::time::{Instant, Stamp};

/// One statement of a source about one period of one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication<'a> {
    /// The day on which the source published it, where the importer claims one.
    pub published: Option<NaiveDate>,
    /// When it entered the ledger and by what it is ranked.
    pub stamp: Stamp,
    /// What was stated.
    pub reading: &'a Reading,
    /// Why it differs from what was stated before, where it does.
    pub restatement: Option<RestatementReason>,
}

/// Why a source states other figures than before. A slip of our own is no restatement; it is
/// corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RestatementReason {
    /// The source looked again.
    SourceRevised,
    /// Provisional figures became final.
    ProvisionalToFinal,
    /// The source had made an error.
    SourceError,
    /// The source counts something else now.
    Definition,
}

/// What a new publication would be to those of its period that are visible now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Classification {
    /// The set says so already: nothing is to be recorded.
    NothingNew,
    /// The first statement about its period.
    First,
    /// The same reading as its neighbor in rank, published again on another day. It is recorded,
    /// without a reason: should a statement from between the two days arrive later, this one decides
    /// which of them is current.
    Confirmation,
    /// Another reading than its neighbor in rank: recorded, with a [`RestatementReason`].
    Restatement,
    /// Another reading is on record for the same published day: refused unless it corrects that one.
    Taken(NaiveDate),
    /// An undated return to a reading that others have replaced, as when an old file is imported
    /// again: refused unless the command says *restate*, with a reason.
    Superseded,
}

/// Says what a reading would be to the visible publications of its period.
///
/// `published` is the day on which the source published it, if one is claimed, and `ranked` that by
/// which it would be ranked: the start of that day in the program's zone, else now. Its neighbor in
/// rank is the publication just before it, or the one just after where none is before.
///
/// Two readings are the same when all their figures, numbers and their status are.
pub fn classify<'a>(
    published: Option<NaiveDate>,
    ranked: Instant,
    reading: &Reading,
    visible: impl IntoIterator<Item = Publication<'a>>,
) -> Classification {
    let mut others: Vec<_> = visible.into_iter().collect();
    others.sort_by_key(|other| other.stamp.rank());
    let Some(latest) = others.last() else { return Classification::First };
    match published {
        Some(day) => {
            if let Some(same_day) = others.iter().rfind(|other| other.published == published) {
                return if same_day.reading == reading {
                    Classification::NothingNew
                } else {
                    Classification::Taken(day)
                };
            }
        }
        None if latest.reading == reading => return Classification::NothingNew,
        None if others.iter().any(|older| older.reading == reading) => return Classification::Superseded,
        None => {}
    }
    let before = others.iter().rfind(|other| other.stamp.ranked() <= ranked);
    match before.or(others.first()) {
        Some(neighbor) if neighbor.reading == reading => Classification::Confirmation,
        _ => Classification::Restatement,
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::calendar::parse_day;
    use crate::measurement::figures::{Figures, ReadingStatus};
    use crate::time::start_of_day;

    const ZONE: chrono_tz::Tz = chrono_tz::Asia::Ho_Chi_Minh;

    /// The publications of one period as a ledger would keep them.
    #[derive(Default)]
    struct Recorded(Vec<(Option<NaiveDate>, Stamp, Reading)>);

    impl Recorded {
        fn visible(&self) -> impl Iterator<Item = Publication<'_>> {
            self.0.iter().map(|(published, stamp, reading)| Publication {
                published: *published,
                stamp: *stamp,
                reading,
                restatement: None,
            })
        }

        /// A statement arrives on the `tick`-th day of 2030; it is recorded if the rules want it to be.
        fn arrives(&mut self, tick: u64, published: Option<&str>, count: i64) -> Classification {
            let now = start_of_day(day("2030-01-01") + chrono::Days::new(tick), ZONE);
            let published = published.map(day);
            let ranked = published.map_or(now, |day| start_of_day(day, ZONE));
            let reading = complaints(count);
            let class = classify(published, ranked, &reading, self.visible());
            if matches!(
                class,
                Classification::First | Classification::Confirmation | Classification::Restatement
            ) {
                let position = u64::try_from(self.0.len()).unwrap();
                let stamp = Stamp::new(position, now);
                let stamp = published.map_or(stamp, |day| stamp.published_on(day, ranked));
                self.0.push((published, stamp, reading));
            }
            class
        }

        fn current(&self) -> Option<&Reading> {
            self.visible().max_by_key(|publication| publication.stamp.rank()).map(|it| it.reading)
        }
    }

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn complaints(count: i64) -> Reading {
        Reading::of(Figures::Value(Decimal::from(count)))
    }

    #[test]
    fn the_latest_published_day_counts_in_whatever_order_the_files_arrive() {
        let mut ledger = Recorded::default();
        assert_eq!(ledger.arrives(1, Some("2024-10-01"), 127), Classification::First);
        assert_eq!(ledger.arrives(2, Some("2024-03-01"), 417), Classification::Restatement);
        assert_eq!(ledger.current(), Some(&complaints(127)));
    }

    #[test]
    fn the_same_figures_for_the_same_day_are_nothing_new() {
        let mut ledger = Recorded::default();
        ledger.arrives(1, Some("2024-03-01"), 417);
        ledger.arrives(2, Some("2024-10-01"), 127);
        assert_eq!(ledger.arrives(3, Some("2024-03-01"), 417), Classification::NothingNew);
    }

    #[test]
    fn other_figures_for_a_day_already_taken_need_a_correction() {
        let mut ledger = Recorded::default();
        ledger.arrives(1, Some("2024-03-01"), 417);
        assert_eq!(ledger.arrives(2, Some("2024-03-01"), 418), Classification::Taken(day("2024-03-01")));
    }

    #[test]
    fn provisional_figures_that_become_final_are_a_restatement() {
        let mut ledger = Recorded::default();
        ledger.arrives(1, Some("2024-03-01"), 417);
        let provisional = Reading { status: ReadingStatus::Provisional, ..complaints(417) };
        let ranked = start_of_day(day("2024-04-01"), ZONE);
        let class = classify(Some(day("2024-04-01")), ranked, &provisional, ledger.visible());
        assert_eq!(class, Classification::Restatement);
    }

    #[test]
    fn an_old_file_without_days_does_not_undo_what_replaced_it() {
        let mut ledger = Recorded::default();
        ledger.arrives(1, None, 417);
        assert_eq!(ledger.arrives(2, None, 417), Classification::NothingNew);
        assert_eq!(ledger.arrives(3, None, 127), Classification::Restatement);
        assert_eq!(ledger.arrives(4, None, 417), Classification::Superseded);
        assert_eq!(ledger.arrives(5, None, 127), Classification::NothingNew);
        assert_eq!(ledger.current(), Some(&complaints(127)));
    }

    #[test]
    fn a_confirmation_is_kept_so_that_a_late_file_from_between_does_not_become_current() {
        let mut ledger = Recorded::default();
        ledger.arrives(1, Some("2024-01-01"), 417);
        assert_eq!(ledger.arrives(2, Some("2024-03-01"), 417), Classification::Confirmation);
        assert_eq!(ledger.arrives(3, Some("2024-02-01"), 127), Classification::Restatement);
        assert_eq!(ledger.current(), Some(&complaints(417)));
    }

    #[test]
    fn an_undated_statement_is_ranked_by_the_day_on_which_it_was_recorded() {
        let mut ledger = Recorded::default();
        ledger.arrives(0, None, 127);
        assert_eq!(ledger.arrives(1, Some("2024-10-01"), 417), Classification::Restatement);
        assert_eq!(ledger.current(), Some(&complaints(127)));
        assert_eq!(ledger.arrives(2, Some("2030-01-02"), 417), Classification::Restatement);
        assert_eq!(ledger.current(), Some(&complaints(417)));
    }
}
