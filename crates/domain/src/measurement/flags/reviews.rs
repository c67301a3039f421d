//! Readings arrive only just before reviews: nobody looked in between.

use chrono::{Days, NaiveDate};

use super::chance::{at_least, float, last};
use super::{At, Datum, Judgment, Shown};

/// The most readings looked at.
const MOST: usize = 12;
/// The fewest.
const FEWEST: usize = 6;
/// How many days before a review are just before it.
const JUST_BEFORE: u64 = 7;
/// The chance from which on nobody believes in chance.
const THRESHOLD: f64 = 0.01;

/// One reading with the day on which it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    /// Which reading.
    pub at: At,
    /// The day on which it was first published, else recorded; `None` of imported history without a
    /// published day, whose arrival nobody knows.
    pub day: Option<NaiveDate>,
}

/// Asks for [`OnlyBeforeReviews`](super::FlagId::OnlyBeforeReviews), of readings in the order of their
/// periods and the days of reviews.
pub fn only_before_reviews(readings: &[Arrived], reviews: &[NaiveDate]) -> Judgment {
    let readings = last(readings, MOST);
    if readings.len() < FEWEST {
        return Judgment::TooFew;
    }
    let days: Option<Vec<NaiveDate>> = readings.iter().map(|reading| reading.day).collect();
    let Some(days) = days else { return Judgment::CannotBeJudged };
    // From the end of the first period on any of them could have arrived.
    let (Some(first), Some(last)) =
        (readings.first().map(|reading| reading.at.period.to()), days.iter().max())
    else {
        return Judgment::TooFew;
    };
    let reviews: Vec<NaiveDate> =
        reviews.iter().copied().filter(|review| (first..=later(*last)).contains(review)).collect();
    if reviews.is_empty() || 2 * reviews.len() > readings.len() {
        return Judgment::NotApplicable;
    }
    let just_before =
        |day: NaiveDate| reviews.iter().copied().find(|review| (day..=later(day)).contains(review));
    let span: Vec<NaiveDate> = first.iter_days().skip(1).take_while(|day| day <= last).collect();
    let covered = span.iter().filter(|day| just_before(**day).is_some()).count();
    if covered == span.len() {
        return Judgment::NotApplicable;
    }
    let late = days.iter().filter(|day| just_before(**day).is_some()).count();
    if at_least(late, days.len(), float(covered) / float(span.len())) > THRESHOLD {
        return Judgment::Quiet;
    }
    let arrivals = readings.iter().zip(&days).filter(|(_, day)| just_before(**day).is_some());
    let arrivals = arrivals.map(|(reading, day)| Datum {
        period: Some(reading.at.period),
        event: Some(reading.at.event),
        day: Some(*day),
        ..Datum::of(Shown::Reading)
    });
    let reviews = reviews.iter().map(|review| Datum { day: Some(*review), ..Datum::of(Shown::Review) });
    Judgment::Raised(arrivals.chain(reviews).collect())
}

fn later(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(JUST_BEFORE)).unwrap_or(NaiveDate::MAX)
}
