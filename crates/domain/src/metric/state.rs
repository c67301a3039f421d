//! What the facts of a metric say at a point in time.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::readings::{Series, StoredReading};
use super::{Defined, MetricFact};
use crate::code::Code;
use crate::event::Fact;
use crate::history::{Entry, History, Recorded};
use crate::id::{EventId, MetricId, PersonId, ProgramId};
use crate::measurement::series::SeriesKey;
use crate::time::AsOf;

/// A metric with its whole history. Readings lie apart, by series: there are many of them.
#[derive(Debug, Clone)]
pub struct Metric {
    /// Its id.
    pub id: MetricId,
    /// Its facts, readings excepted.
    pub history: History<MetricFact>,
    /// Its readings, by series in the order of their first reading.
    pub series: Vec<Arc<Series>>,
}

/// A target at a point in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The fact that set it.
    pub event: EventId,
    /// Its position.
    pub position: u64,
    /// The value to reach.
    pub value: Decimal,
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which it no longer holds.
    pub until: Option<NaiveDate>,
    /// Who set it.
    pub by: PersonId,
}

impl Metric {
    /// A metric of which nothing is recorded yet.
    pub fn new(id: MetricId) -> Self {
        Self { id, history: History::default(), series: Vec::new() }
    }

    /// Folds one event in.
    pub fn evolve(&mut self, recorded: &Recorded<MetricFact>) {
        let corrects = recorded.event.corrects.as_ref().map(|correction| correction.event);
        if let Some(target) = recorded.event.fact.annuls().or(corrects)
            && self.history.find(target).is_none()
        {
            for series in &mut self.series {
                if series.publications.find(target).is_some() {
                    Arc::make_mut(series).publications.fell(target, recorded.stamp);
                }
            }
        }
        match &recorded.event.fact {
            MetricFact::ReadingRecorded(reading) => {
                let stored = Entry::of(recorded, StoredReading::from(reading.clone()));
                Arc::make_mut(self.series_mut(&reading.series)).publications.push(stored);
            }
            _ => self.history.evolve(recorded),
        }
    }

    fn series_mut(&mut self, key: &SeriesKey) -> &mut Arc<Series> {
        let index = self.series.iter().position(|series| series.key == *key).unwrap_or_else(|| {
            self.series.push(Arc::new(Series::new(key.clone())));
            self.series.len() - 1
        });
        &mut self.series[index]
    }

    /// The series of a key, if it has a reading at all.
    pub fn series(&self, key: &SeriesKey) -> Option<&Arc<Series>> {
        self.series.iter().find(|series| series.key == *key)
    }

    /// A reading by the event that recorded it.
    pub fn reading(&self, event: EventId) -> Option<(&Series, &Entry<StoredReading>)> {
        self.series.iter().find_map(|series| series.publications.find(event).map(|entry| (&**series, entry)))
    }

    /// The metric as if an event had never been recorded, for deciding what would be allowed
    /// without it.
    pub fn without(&self, event: EventId) -> Self {
        let mut without = self.clone();
        without.history.forget(event);
        for series in &mut without.series {
            if series.publications.find(event).is_some() {
                Arc::make_mut(series).publications.forget(event);
            }
        }
        without
    }

    /// Whether it is defined and not recorded in error, as known.
    pub fn exists(&self, as_of: &AsOf) -> bool {
        self.definition(as_of).is_some() && !self.in_error(as_of)
    }

    /// Whether all of it was recorded in error, as known.
    pub fn in_error(&self, as_of: &AsOf) -> bool {
        self.history.standing(as_of).any(|entry| matches!(entry.fact, MetricFact::RecordedInError(_)))
    }

    /// The fact that defines it.
    pub fn definition(&self, as_of: &AsOf) -> Option<(&Entry<MetricFact>, &Defined)> {
        self.history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                MetricFact::Defined(defined) => Some((entry, defined)),
                _ => None,
            })
            .max_by_key(|(entry, _)| entry.stamp.rank())
    }

    /// Its program.
    pub fn program(&self, as_of: &AsOf) -> Option<ProgramId> {
        self.definition(as_of).map(|(_, defined)| defined.program)
    }

    /// Its code.
    pub fn code(&self, as_of: &AsOf) -> Option<&Code> {
        self.definition(as_of).map(|(_, defined)| &defined.code)
    }

    /// The fact that names it on E.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<MetricFact>> {
        self.history.latest(as_of, |fact| matches!(fact, MetricFact::Named(_)).then_some(())).map(|(e, ())| e)
    }

    /// The definition version in force on E, with the fact that words it.
    pub fn version(&self, as_of: &AsOf) -> Option<(&Entry<MetricFact>, u32)> {
        self.history.latest(as_of, |fact| match fact {
            MetricFact::DefinitionStated(stated) => Some(stated.version),
            _ => None,
        })
    }

    /// Every definition version that stands, with the fact that words it, oldest version first.
    pub fn versions(&self, as_of: &AsOf) -> Vec<(&Entry<MetricFact>, u32)> {
        let mut versions: Vec<_> = self
            .history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                MetricFact::DefinitionStated(stated) => Some((entry, stated.version)),
                _ => None,
            })
            .collect();
        versions.sort_by_key(|(_, version)| *version);
        versions
    }

    /// The highest version ever stated, whether it stands or not: versions are never reused.
    pub fn newest_version(&self) -> u32 {
        self.history
            .iter()
            .filter_map(|entry| match &entry.fact {
                MetricFact::DefinitionStated(stated) => Some(stated.version),
                _ => None,
            })
            .max()
            .unwrap_or(0)
    }

    /// The target in force on E.
    pub fn target(&self, as_of: &AsOf) -> Option<Target> {
        let (entry, value) = self.history.latest(as_of, |fact| match fact {
            MetricFact::TargetSet(set) => Some(set.value),
            _ => None,
        })?;
        Some(target(entry, value))
    }

    /// Every target that stands, by first day.
    pub fn targets(&self, as_of: &AsOf) -> Vec<Target> {
        let mut targets: Vec<_> = self
            .history
            .standing(as_of)
            .filter_map(|entry| match &entry.fact {
                MetricFact::TargetSet(set) => Some(target(entry, set.value)),
                _ => None,
            })
            .collect();
        targets.sort_by_key(|target| (target.from, target.position));
        targets
    }

    /// Who is accountable on E.
    pub fn accountable(&self, as_of: &AsOf) -> Option<PersonId> {
        self.history.holding(as_of, |fact| match fact {
            MetricFact::AccountableAssigned(assigned) => Some(assigned.person),
            _ => None,
        })
    }

    /// The headline series on E.
    pub fn headline(&self, as_of: &AsOf) -> Option<&SeriesKey> {
        self.history.holding(as_of, |fact| match fact {
            MetricFact::HeadlineNamed(named) => Some(&named.series),
            _ => None,
        })
    }
}

fn target(entry: &Entry<MetricFact>, value: Decimal) -> Target {
    Target {
        event: entry.event,
        position: entry.stamp.position,
        value,
        from: entry.from(),
        until: entry.effective.and_then(|effective| effective.until),
        by: entry.by,
    }
}
