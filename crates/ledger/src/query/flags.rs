//! Questions about integrity: which figures of a metric deserve a second look, and why.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use cxl_domain::calendar::Period;
use cxl_domain::event::Sha256Hex;
use cxl_domain::history::Entry;
use cxl_domain::id::{ImprovementId, InitiativeId, MetricId, ProgramId};
use cxl_domain::initiative::{Improvement, ImprovementState, Initiative, InitiativeFact};
use cxl_domain::measurement::comparison::{FEWEST_AFTER, MOST};
use cxl_domain::measurement::flags::{
    Aimed, Arrived, At, Datum, Entered, Fixed, FlagId, FlagTable, Judged, Judgment, Repeated, Response,
    Sampled, Shown, baseline_chosen_late, entered_by_measured, heaped_at_target, identical_repeats,
    only_before_reviews, response_falls, seen, target_moved, too_little_variation,
};
use cxl_domain::measurement::series::SeriesKey;
use cxl_domain::meeting::Meeting;
use cxl_domain::metric::{CurrentReading, Defined, Metric, MetricFact};
use cxl_domain::noun::Noun;
use cxl_domain::time::{AsOf, Instant, Stamp, day_in};

use super::Inquiry;
use crate::shelf::Shelved;

/// A flag as it was asked of a metric.
#[derive(Debug, Clone)]
pub struct Flag {
    /// By which table.
    pub table: FlagTable,
    /// Which flag.
    pub flag: FlagId,
    /// Of which metric.
    pub metric: MetricId,
    /// Over which improvement, for those that look at one.
    pub improvement: Option<(InitiativeId, ImprovementId)>,
    /// What came of it.
    pub judgment: Judgment,
    /// Of one that is raised, the hash of the data behind it.
    pub seen: Option<Sha256Hex>,
    /// The fact that clears it, with a reason bound to exactly these data.
    pub cleared: Option<Entry<MetricFact>>,
}

impl Flag {
    /// Whether it is raised and nobody has cleared it.
    pub fn is_open(&self) -> bool {
        self.seen.is_some() && self.cleared.is_none()
    }

    /// Whether it looks at this improvement.
    pub fn is_about(&self, improvement: ImprovementId) -> bool {
        self.improvement.is_some_and(|(_, about)| about == improvement)
    }
}

impl Inquiry<'_> {
    /// Every flag of the table asked of a metric: those of its headline series, then those of each
    /// delivered improvement that should move it.
    pub fn flags(&self, id: MetricId) -> Arc<Vec<Flag>> {
        let key = (id, self.views.len, self.as_of);
        self.analyses.flags.get_or(key, || Arc::new(self.judged_flags(id)))
    }

    /// The day on which the newest of the data behind a raised flag became known or came to pass.
    pub(super) fn shown_since(&self, flag: &Flag) -> Option<NaiveDate> {
        let (held, defined) = self.metric(flag.metric)?;
        let zone = self.views.zone_of(Some(defined.program), &self.as_of);
        let known = |datum: &Datum| {
            let of_reading = || held.state.reading(datum.event?).map(|(_, entry)| entry.stamp);
            let of_fact = || held.state.history.find(datum.event?).map(|entry| entry.stamp);
            datum.day.or_else(|| Some(self.known_on(&of_reading().or_else(of_fact)?, zone)))
        };
        let delivered = || {
            let improvement = flag.improvement?.1;
            let initiative = self.views.initiative(flag.improvement?.0)?;
            match initiative.state.improvement(improvement, &self.as_of)?.state {
                ImprovementState::Delivered(day) => Some(day),
                ImprovementState::Started | ImprovementState::Abandoned(_) => None,
            }
        };
        flag.judgment.data().iter().filter_map(known).max().or_else(delivered)
    }

    fn judged_flags(&self, id: MetricId) -> Vec<Flag> {
        let Some(asked) = Asked::of(*self, id) else { return Vec::new() };
        let of_series = asked.series_flags().into_iter().map(|(flag, judgment)| (flag, None, judgment));
        let of_improvements = asked.improvements().into_iter().flat_map(|(initiative, improvement)| {
            let about = Some((initiative.id, improvement.id));
            let flags = asked.improvement_flags(initiative, &improvement);
            flags.into_iter().map(move |(flag, judgment)| (flag, about, judgment))
        });
        let judged = of_series.chain(of_improvements);
        judged.map(|(flag, improvement, judgment)| asked.flag(flag, improvement, judgment)).collect()
    }

    /// The open flags of all metrics of a program, by the metrics' codes.
    pub fn open_flags(&self, program: ProgramId) -> Vec<Flag> {
        let metrics = self.metrics_of(program, |_, _| true).into_iter();
        let open = |metric| {
            let flags = self.flags(metric);
            flags.iter().filter(|flag| flag.is_open()).cloned().collect::<Vec<_>>()
        };
        metrics.flat_map(|(_, metric)| open(metric)).collect()
    }
}

/// A metric with what its flags look at.
struct Asked<'a> {
    inquiry: Inquiry<'a>,
    metric: &'a Metric,
    defined: &'a Defined,
    readings: Vec<CurrentReading>,
    zone: Tz,
}

impl<'a> Asked<'a> {
    fn of(inquiry: Inquiry<'a>, id: MetricId) -> Option<Self> {
        let (held, defined) = inquiry.metric(id)?;
        let headline = held.state.headline(&inquiry.as_of);
        let readings = headline.map(|series| inquiry.joined_readings(id, series)).unwrap_or_default();
        let zone = inquiry.views.zone_of(Some(defined.program), &inquiry.as_of);
        Some(Self { inquiry, metric: &held.state, defined, readings: readings.to_vec(), zone })
    }

    fn flag(
        &self,
        flag: FlagId,
        improvement: Option<(InitiativeId, ImprovementId)>,
        judgment: Judgment,
    ) -> Flag {
        let (table, about) = (FlagTable::Flags1, improvement.map(|(_, improvement)| improvement));
        let data = judgment.data();
        let seen = (!data.is_empty()).then(|| seen(table, flag, about, data));
        let cleared = seen.and_then(|seen| self.metric.cleared(flag, seen, &self.inquiry.as_of)).cloned();
        Flag { table, flag, metric: self.metric.id, improvement, judgment, seen, cleared }
    }

    /// The flags of the headline series.
    fn series_flags(&self) -> Vec<(FlagId, Judgment)> {
        let Defined { kind, direction, .. } = *self.defined;
        let sampled: Vec<Sampled> =
            self.readings.iter().filter_map(|it| Sampled::of(at(it), kind, &it.reading)).collect();
        let repeated: Vec<Repeated> =
            self.readings.iter().map(|it| Repeated::of(at(it), kind, &it.reading)).collect();
        vec![
            (FlagId::ResponseFalls, response_falls(&self.responses(), direction)),
            (FlagId::HeapedAtTarget, heaped_at_target(&self.aimed(), direction)),
            (FlagId::TooLittleVariation, too_little_variation(&sampled)),
            (FlagId::IdenticalRepeats, identical_repeats(&repeated)),
            (FlagId::EnteredByMeasured, entered_by_measured(&self.entered())),
            (FlagId::OnlyBeforeReviews, only_before_reviews(&self.arrived(), &self.reviews())),
            (FlagId::TargetMoved, target_moved(&self.judged())),
            (FlagId::JudgesPeople, self.judges_people()),
        ]
    }

    fn responses(&self) -> Vec<Response> {
        let answered = self.readings.iter().filter_map(|it| {
            let (answers, invited) = (it.reading.answers(self.defined.kind)?, it.reading.invited?);
            Some(Response { at: at(it), value: it.value, answers, invited })
        });
        answered.collect()
    }

    fn aimed(&self) -> Vec<Aimed> {
        let aimed = self.readings.iter().filter_map(|it| {
            let target = self.metric.target(&self.inquiry.as_of.on(it.period.to()))?;
            Some(Aimed { at: at(it), value: it.value, target: target.value })
        });
        aimed.collect()
    }

    fn entered(&self) -> Vec<Entered> {
        let entered = self.readings.iter().map(|it| Entered {
            at: at(it),
            value: it.value,
            by: it.by,
            accountable: self.metric.accountable(&self.inquiry.as_of.on(it.period.to())),
        });
        entered.collect()
    }

    fn arrived(&self) -> Vec<Arrived> {
        let arrived = self.readings.iter().map(|it| {
            let dated = self.is_dated(&it.first, it.period.to());
            Arrived { at: at(it), day: dated.then(|| self.inquiry.known_on(&it.first, self.zone)) }
        });
        arrived.collect()
    }

    /// The days of the meetings of the program up to E that were not called off.
    fn reviews(&self) -> Vec<NaiveDate> {
        let as_of = &self.inquiry.as_of;
        let meetings = Meeting::shelf(self.inquiry.views).of(self.defined.program);
        let held =
            meetings.filter(|held| held.state.exists(as_of) && held.state.cancellation(as_of).is_none());
        let days = held.filter_map(|held| held.state.day(as_of)).filter(|day| *day <= as_of.effective);
        days.collect()
    }

    fn judged(&self) -> Vec<Judged> {
        let judged = self.readings.iter().map(|it| {
            let on = self.inquiry.as_of.on(it.period.to());
            let then = AsOf { known: self.inquiry.seen_at(&it.first).min(on.known), ..on };
            let now = self.metric.target(&on);
            let set = now.as_ref().and_then(|target| self.metric.history.find(target.event));
            Judged {
                at: at(it),
                value: it.value,
                then: self.metric.target(&then).map(|target| target.value),
                now: now.map(|target| (target.value, target.event)),
                dated: set.is_none_or(|entry| self.is_dated(&entry.stamp, entry.from())),
            }
        });
        judged.collect()
    }

    fn judges_people(&self) -> Judgment {
        let declared = self.metric.judged_people(&self.inquiry.as_of);
        let row = declared.map(|(entry, _)| Datum {
            day: Some(entry.from()),
            event: Some(entry.event),
            ..Datum::of(Shown::Purpose)
        });
        Judgment::of(row.into_iter().collect())
    }

    /// Whether it is on record when a fact about a day became known: of imported history that gives no
    /// published day it is not. That is what was told without one about a day before the ledger knew the
    /// metric.
    fn is_dated(&self, stamp: &Stamp, about: NaiveDate) -> bool {
        is_dated(stamp, about, self.metric.history.get(0), self.zone)
    }

    /// The delivered improvements that should move the metric.
    fn improvements(&self) -> Vec<(&'a Initiative, Improvement)> {
        let as_of = &self.inquiry.as_of;
        let initiatives = self.inquiry.views.initiatives_of(self.defined.program);
        let initiatives = initiatives.filter(|held| held.state.exists(as_of)).map(|held| &held.state);
        let improvements = initiatives.flat_map(|initiative| {
            let improvements = initiative.improvements(as_of).into_iter();
            improvements.map(move |improvement| (initiative, improvement))
        });
        improvements
            .filter(|(initiative, improvement)| {
                matches!(improvement.state, ImprovementState::Delivered(_))
                    && self.inquiry.metric_of(initiative, improvement) == Some(self.metric.id)
            })
            .collect()
    }

    /// The flags of one delivered improvement.
    fn improvement_flags(
        &self,
        initiative: &Initiative,
        improvement: &Improvement,
    ) -> Vec<(FlagId, Judgment)> {
        vec![
            (FlagId::ChangedWithin, self.changed_within(initiative, improvement)),
            (FlagId::FlippedByRestatement, self.flipped(initiative, improvement)),
            (FlagId::Unbalanced, self.unbalanced(initiative, improvement)),
            (FlagId::BaselineChosenLate, self.baseline_chosen_late(initiative, improvement)),
        ]
    }

    fn changed_within(&self, initiative: &Initiative, improvement: &Improvement) -> Judgment {
        let as_of = &self.inquiry.as_of;
        let Some(before) = self.metric.headline(&as_of.on(improvement.started)) else {
            return Judgment::NotApplicable;
        };
        // What is measured by another series after the last reading compared changes nothing within.
        let compared = self.inquiry.improvement_comparison(initiative, improvement).and_then(Result::ok);
        let full = compared.as_ref().filter(|comparison| comparison.after.n == MOST);
        let ends = full.and_then(|comparison| comparison.after.window).map_or(as_of.effective, Period::to);
        let after = self.metric.headline(&as_of.on(ends));
        let bridged = compared.is_some_and(|comparison| comparison.bridged);
        if after == Some(before) && !bridged {
            return Judgment::Quiet;
        }
        let row = |shown, series: Option<&SeriesKey>| Datum { series: series.cloned(), ..Datum::of(shown) };
        Judgment::Raised(vec![row(Shown::SeriesBefore, Some(before)), row(Shown::SeriesAfter, after)])
    }

    fn flipped(&self, initiative: &Initiative, improvement: &Improvement) -> Judgment {
        let flips = self.inquiry.verdict_flips(initiative, improvement);
        let rows = flips.iter().flat_map(|flip| {
            flip.restated.iter().map(|restated| Datum {
                period: Some(restated.period),
                day: Some(flip.day),
                event: Some(restated.event),
                value: Some(restated.after),
                beside: Some(restated.before),
                ..Datum::of(Shown::Restatement)
            })
        });
        Judgment::of(rows.collect())
    }

    fn unbalanced(&self, initiative: &Initiative, improvement: &Improvement) -> Judgment {
        if self.inquiry.balancing_metrics(initiative).is_empty() {
            return Judgment::NotApplicable;
        }
        let worse = self.inquiry.unbalanced_by(initiative, improvement).into_iter();
        let rows = worse.map(|metric| {
            let compared = self.inquiry.comparison_on(metric, improvement).and_then(Result::ok);
            Datum {
                metric: Some(metric),
                value: compared.and_then(|comparison| comparison.difference),
                ..Datum::of(Shown::BalancingMetric)
            }
        });
        Judgment::of(rows.collect())
    }

    fn baseline_chosen_late(&self, initiative: &Initiative, improvement: &Improvement) -> Judgment {
        let ImprovementState::Delivered(delivered) = improvement.state else {
            return Judgment::NotApplicable;
        };
        let Some((id, series)) = self.inquiry.compared_series(initiative, improvement) else {
            return Judgment::NotApplicable;
        };
        let readings = self.inquiry.joined_readings(id, &series);
        let after = readings.iter().filter(|it| delivered <= it.period.from()).take(MOST);
        let mut known: Vec<(Instant, NaiveDate)> = after.map(|it| self.known(&it.first)).collect();
        known.sort_unstable();
        let result = known.get(FEWEST_AFTER - 1).copied();
        let mut fixed = self.milestones(initiative, improvement);
        let compared = self.inquiry.improvement_comparison(initiative, improvement).and_then(Result::ok);
        if let Some(window) = compared.and_then(|comparison| comparison.baseline.window) {
            let baseline = readings.iter().filter(|it| window.covers(it.period));
            fixed.extend(baseline.map(|it| Fixed {
                shown: Shown::Reading,
                event: it.event,
                known: self.known(&it.first),
                dated: self.is_dated(&it.first, it.period.to()),
            }));
            let rebases = self.metric.rebases(&series, &self.inquiry.as_of);
            let begins = rebases
                .iter()
                .rfind(|rebase| rebase.approval.is_some() && rebase.proposed.date <= window.from());
            fixed.extend(begins.and_then(|rebase| rebase.approval).map(|approval| Fixed {
                shown: Shown::Rebase,
                event: approval.event,
                known: self.known(&approval.stamp),
                dated: true,
            }));
        }
        baseline_chosen_late(&fixed, result)
    }

    /// Start and delivery of an improvement, as they stand.
    fn milestones(&self, initiative: &Initiative, improvement: &Improvement) -> Vec<Fixed> {
        let started = initiative.history.find(improvement.stated_by);
        let delivers = |fact: &InitiativeFact| match fact {
            InitiativeFact::ImprovementDelivered(it) => (it.improvement == improvement.id).then_some(()),
            _ => None,
        };
        let delivered = initiative.history.latest(&self.inquiry.as_of, delivers).map(|(entry, ())| entry);
        let both = [(Shown::Start, started), (Shown::Delivery, delivered)].into_iter();
        let fixed = both.filter_map(|(shown, entry)| {
            let entry = entry?;
            let dated = is_dated(&entry.stamp, entry.from(), initiative.history.get(0), self.zone);
            Some(Fixed { shown, event: entry.event, known: self.known(&entry.stamp), dated })
        });
        fixed.collect()
    }

    fn known(&self, stamp: &Stamp) -> (Instant, NaiveDate) {
        (self.inquiry.seen_at(stamp), self.inquiry.known_on(stamp, self.zone))
    }
}

fn at(reading: &CurrentReading) -> At {
    At { period: reading.period, event: reading.event }
}

/// Whether a fact about a day was told with a published day, or about a day on which the ledger knew of
/// the thing already. `first` is the first fact about it.
fn is_dated<T>(stamp: &Stamp, about: NaiveDate, first: Option<&Entry<T>>, zone: Tz) -> bool {
    let since = first.map(|first| day_in(first.stamp.recorded.to_utc(), zone));
    stamp.is_backfilled() || since.is_none_or(|since| since <= about)
}
