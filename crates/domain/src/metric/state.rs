//! What the facts of a metric say at a point in time.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::readings::{Series, StoredReading};
use super::{Defined, MetricFact};
use crate::code::Code;
use crate::history::{Entry, History, Recorded, chain};
use crate::id::{EventId, MetricId, PersonId, ProgramId};
use crate::journey::Place;
use crate::measurement::figures::check;
use crate::measurement::series::SeriesKey;
use crate::time::{AsOf, Stamp};

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

    /// Folds one event in: the fact itself, and the fall of what it annuls or corrects, which may be
    /// a reading of another series.
    pub fn evolve(&mut self, recorded: &Recorded<MetricFact>) {
        let MetricFact::ReadingRecorded(reading) = &recorded.event.fact else {
            let stamp = recorded.mends().map_or(recorded.stamp, |it| self.fell_readings(it, recorded.stamp));
            self.history.evolve(&Recorded { stamp, ..recorded.clone() });
            return;
        };
        let mut stored = Entry::of(recorded, StoredReading::from(reading.clone()));
        if let Some(mended) = recorded.mends() {
            stored.stamp = self.fell_readings(mended, stored.stamp);
        }
        Arc::make_mut(self.series_mut(&reading.series)).push(stored);
    }

    /// Lets a reading fall and what it corrected in its turn; answers the stamp by which they fell.
    fn fell_readings(&mut self, mended: EventId, by: Stamp) -> Stamp {
        let find = |event| self.reading(event).map(|(_, entry)| entry);
        let falling: Vec<_> = chain(mended, find).collect();
        let by = falling.first().map_or(by, |named| by.mending(&named.stamp));
        let falling: Vec<_> = falling.into_iter().map(|entry| entry.event).collect();
        for event in falling {
            let holder = self.series.iter_mut().find(|series| series.publications.find(event).is_some());
            if let Some(series) = holder {
                Arc::make_mut(series).publications.fell(event, by);
            }
        }
        by
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

    /// What states now the reading that an event recorded: itself, or what corrects it. `None` once it was
    /// annulled, and for what is no reading.
    pub fn standing_reading(&self, event: EventId, as_of: &AsOf) -> Option<&Entry<StoredReading>> {
        let (_, recorded) = self.reading(event)?;
        if recorded.stands(as_of) {
            return Some(recorded);
        }
        let find = |event| self.reading(event).map(|(_, entry)| entry);
        let corrections = self.series.iter().flat_map(|series| series.publications.standing(as_of));
        corrections
            .filter(|entry| entry.corrects().is_some())
            .find(|entry| chain(entry.event, find).any(|earlier| earlier.event == event))
    }

    /// The metric as if an event had never been recorded, for deciding what would be allowed
    /// without it.
    pub fn without(&self, event: EventId) -> Self {
        let mut without = Self { history: self.history.without(event), ..self.clone() };
        let holder = without.series.iter_mut().find(|series| series.publications.find(event).is_some());
        if let Some(series) = holder {
            *series = Arc::new(series.without(event));
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
        self.history.current(as_of, |fact| match fact {
            MetricFact::Defined(defined) => Some(defined),
            _ => None,
        })
    }

    /// Its program.
    pub fn program(&self, as_of: &AsOf) -> Option<ProgramId> {
        self.definition(as_of).map(|(_, defined)| defined.program)
    }

    /// Its code.
    pub fn code(&self, as_of: &AsOf) -> Option<&Code> {
        self.definition(as_of).map(|(_, defined)| &defined.code)
    }

    /// The fact that names it on E; before the first name, that one.
    pub fn name(&self, as_of: &AsOf) -> Option<&Entry<MetricFact>> {
        let named = |fact: &MetricFact| matches!(fact, MetricFact::Named(_)).then_some(());
        self.history.latest_or_first(as_of, named).map(|(entry, ())| entry)
    }

    /// The definition version in force on E, with the fact that words it.
    pub fn version(&self, as_of: &AsOf) -> Option<(&Entry<MetricFact>, u32)> {
        self.history.latest(as_of, version)
    }

    /// Every definition version that stands, with the fact that words it, oldest version first.
    pub fn versions(&self, as_of: &AsOf) -> Vec<(&Entry<MetricFact>, u32)> {
        let mut versions: Vec<_> = self.history.picked(as_of, version).collect();
        versions.sort_by_key(|(_, version)| *version);
        versions
    }

    /// The highest version ever stated, whether it stands or not: versions are never reused.
    pub fn newest_version(&self) -> u32 {
        self.history.iter().filter_map(|entry| version(&entry.fact)).max().unwrap_or(0)
    }

    /// The standing facts that the definition no longer bears, as a correction of the kind may leave
    /// them: readings whose figures are not of the kind, and targets that it can't reach. They are
    /// here until somebody corrects or annuls them.
    pub fn broken_dependents(&self, as_of: &AsOf) -> Vec<EventId> {
        let Some((_, defined)) = self.definition(as_of) else { return Vec::new() };
        let readings = self
            .series
            .iter()
            .flat_map(|series| series.publications.standing(as_of))
            .filter(|entry| check(defined.kind, &entry.fact.reading).is_err())
            .map(|entry| entry.event);
        let (least, greatest) = defined.kind.bounds().unwrap_or((Decimal::MIN, Decimal::MAX));
        let targets = self.targets(as_of).into_iter();
        let targets = targets.filter(|target| target.value < least || greatest < target.value);
        targets.map(|target| target.event).chain(readings).collect()
    }

    /// The target in force on E.
    pub fn target(&self, as_of: &AsOf) -> Option<Target> {
        self.history.latest(as_of, target_value).map(|(entry, value)| target(entry, value))
    }

    /// Every target that stands, by first day.
    pub fn targets(&self, as_of: &AsOf) -> Vec<Target> {
        let standing = self.history.picked(as_of, target_value);
        let mut targets: Vec<_> = standing.map(|(entry, value)| target(entry, value)).collect();
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

    /// Where on a journey it measures on E; before the first day on which that was said, there.
    pub fn place(&self, as_of: &AsOf) -> Option<Place> {
        let placed = |fact: &MetricFact| match fact {
            MetricFact::Placed(placed) => Some(placed.place),
            _ => None,
        };
        self.history.latest_or_first(as_of, placed).map(|(_, place)| place)
    }

    /// Every series that was ever the headline, as known.
    pub fn headlines(&self, as_of: &AsOf) -> BTreeSet<&SeriesKey> {
        self.history.picked(as_of, headline).map(|(_, series)| series).collect()
    }

    /// The headline series on E.
    pub fn headline(&self, as_of: &AsOf) -> Option<&SeriesKey> {
        self.history.holding(as_of, headline)
    }
}

fn headline(fact: &MetricFact) -> Option<&SeriesKey> {
    match fact {
        MetricFact::HeadlineNamed(named) => Some(&named.series),
        _ => None,
    }
}

fn version(fact: &MetricFact) -> Option<u32> {
    match fact {
        MetricFact::DefinitionStated(stated) => Some(stated.version),
        _ => None,
    }
}

fn target_value(fact: &MetricFact) -> Option<Decimal> {
    match fact {
        MetricFact::TargetSet(set) => Some(set.value),
        _ => None,
    }
}

fn target(entry: &Entry<MetricFact>, value: Decimal) -> Target {
    Target {
        event: entry.event,
        position: entry.stamp.position(),
        value,
        from: entry.from(),
        until: entry.effective.and_then(|effective| effective.until),
        by: entry.by(),
    }
}
