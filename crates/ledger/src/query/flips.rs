//! Verdicts that a restatement changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use cxl_domain::calendar::Period;
use cxl_domain::id::EventId;
use cxl_domain::initiative::{Improvement, ImprovementState, Initiative};
use cxl_domain::measurement::comparison::{Setting, compare_improvement};
use cxl_domain::measurement::publication::RestatementReason;
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::metric::{CurrentReading, Metric};
use cxl_domain::time::{AsOf, Instant, Position, Stamp, day_in, start_of_day};
use rust_decimal::Decimal;

use super::Inquiry;
use super::metric::points;

/// A verdict that changed because figures were restated, and for no other reason.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictFlip {
    /// When the restated figures became known.
    pub known: Instant,
    /// The day of that, in the zone of the program.
    pub day: NaiveDate,
    /// The verdict over all readings known then, with the figures as they stood before.
    pub before: Verdict,
    /// The same with the restated figures.
    pub after: Verdict,
    /// What was restated then, by period.
    pub restated: Vec<Restated>,
}

/// One restated reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The event that restated it.
    pub event: EventId,
    /// Its position.
    pub position: Position,
    /// The period.
    pub period: Period,
    /// The value before.
    pub before: Decimal,
    /// The value after.
    pub after: Decimal,
    /// The reason that was given; none where the older figures were recorded later.
    pub reason: Option<RestatementReason>,
}

impl Inquiry<'_> {
    /// The restatements that changed the verdict on an improvement, in the order in which they became
    /// known. The improvement itself is taken as it stands now, so that nothing but figures differs.
    ///
    /// What arrives beside a restatement, such as the next month in the same report, is in both verdicts.
    /// A correction of a slip of ours is no restatement.
    pub fn verdict_flips(&self, initiative: &Initiative, improvement: &Improvement) -> Vec<VerdictFlip> {
        let ImprovementState::Delivered(delivered) = improvement.state else { return Vec::new() };
        let Some((id, series)) = self.compared_series(initiative, improvement) else { return Vec::new() };
        let Some((held, defined)) = self.metric(id) else { return Vec::new() };
        let zone = self.views.zone_of(Some(defined.program), &self.as_of);
        let late_from = start_of_day(improvement.started, zone);
        let verdict = |readings: &[CurrentReading], rebases: &[NaiveDate]| {
            let setting = Setting {
                direction: defined.direction,
                rhythm: defined.rhythm,
                rebases,
                rule_set: self.rule_set(),
            };
            let points = points(readings, Some(late_from));
            compare_improvement(&points, improvement.started, delivered, &setting).ok().map(|it| it.verdict)
        };
        let instants = self.restatement_instants(&held.state, &series);
        let flips = instants.into_iter().filter_map(|known| {
            let then = self.known_at(known);
            let now = then.joined_readings(id, &series);
            let before = self.known_at(Instant(known.0 - 1)).joined_readings(id, &series);
            let restated = self.restated(&held.state, &before, &now, known);
            let old: BTreeMap<Period, &CurrentReading> = before
                .iter()
                .filter(|reading| restated.iter().any(|it| it.period == reading.period))
                .map(|reading| (reading.period, reading))
                .collect();
            let without: Vec<CurrentReading> =
                now.iter().map(|it| (*old.get(&it.period).unwrap_or(&it)).clone()).collect();
            let rebases = then.rebase_days(&held.state, &series);
            let (before, after) = (verdict(&without, &rebases)?, verdict(&now, &rebases)?);
            (before.name() != after.name()).then(|| VerdictFlip {
                known,
                day: day_in(known.to_utc(), zone),
                before,
                after,
                restated,
            })
        });
        flips.collect()
    }

    /// The same question with less known.
    fn known_at(&self, known: Instant) -> Self {
        Self { as_of: AsOf { known: known.min(self.as_of.known), ..self.as_of }, ..*self }
    }

    /// When a fact became visible, in the mode of the question.
    pub(super) fn seen_at(&self, stamp: &Stamp) -> Instant {
        if self.as_of.strict { stamp.recorded } else { stamp.known }
    }

    /// When periods of the series that were known already got another publication.
    fn restatement_instants(&self, metric: &Metric, series: &SeriesKey) -> BTreeSet<Instant> {
        let versions = metric.bridged_versions(series.definition, &self.as_of);
        let keys = versions.into_iter().map(|definition| SeriesKey { definition, ..series.clone() });
        let mut instants = BTreeSet::new();
        for list in keys.filter_map(|key| metric.series(&key)) {
            let mut first: BTreeMap<Period, Instant> = BTreeMap::new();
            for entry in list.publications.standing(&self.as_of) {
                let at = self.seen_at(&entry.stamp);
                first.entry(entry.fact.period).and_modify(|held| *held = at.min(*held)).or_insert(at);
            }
            let later = list.publications.standing(&self.as_of).filter(|entry| {
                let first = first.get(&entry.fact.period);
                entry.corrects().is_none() && first.is_some_and(|first| *first < self.seen_at(&entry.stamp))
            });
            instants.extend(later.map(|entry| self.seen_at(&entry.stamp)));
        }
        instants
    }

    /// The readings whose value a publication changed at an instant.
    fn restated(
        &self,
        metric: &Metric,
        before: &[CurrentReading],
        now: &[CurrentReading],
        known: Instant,
    ) -> Vec<Restated> {
        let old: BTreeMap<Period, &CurrentReading> =
            before.iter().map(|reading| (reading.period, reading)).collect();
        let changed = now.iter().filter_map(|reading| {
            let before = old.get(&reading.period).filter(|before| before.value != reading.value)?;
            let (_, entry) = metric.reading(reading.event)?;
            let by_it = self.seen_at(&reading.stamp) == known && entry.corrects().is_none();
            by_it.then_some(Restated {
                event: reading.event,
                position: reading.stamp.position(),
                period: reading.period,
                before: before.value,
                after: reading.value,
                reason: entry.fact.restatement,
            })
        });
        changed.collect()
    }
}
