//! What each formula counts: rankings (R2), progress reports (R3), improvements (R4), touchpoints (E2) and
//! decisions (D3). R1 and E1 are counted in [`listening`](super::super::listening).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::decision::{Ground, Ranked, ReadingGround};
use cxl_domain::id::{InitiativeId, PainPointId, ProgramId};
use cxl_domain::initiative::{Improvement, ImprovementState, Initiative, InitiativeFact, Status};
use cxl_domain::maturity::PracticeId;
use cxl_domain::maturity::derived::{Arrivals, Delivered, Grounded, Noted, Ranking, ReportDue};
use cxl_domain::measurement::comparison::{Comparison, FEWEST_AFTER};
use cxl_domain::measurement::verdict::Verdict;
use cxl_domain::metric::CurrentReading;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::time::Stamp;

use super::{Inquiry, last_covered};
use crate::query::exceptions::plus_days;

impl Inquiry<'_> {
    /// The decided rankings of a program, once for each initiative that one ranks or of which it ranks a
    /// pain point.
    pub(super) fn rankings(&self, program: ProgramId) -> Vec<(InitiativeId, Ranking)> {
        let mut rankings = Vec::new();
        for decided in self.ranking_decisions(program) {
            let mut since: BTreeMap<InitiativeId, NaiveDate> = BTreeMap::new();
            for (initiative, from) in decided.order.iter().flat_map(|ranked| self.ranked_for(*ranked)) {
                let day = since.entry(initiative).or_insert(NaiveDate::MAX);
                *day = from.max(decided.decided).min(*day);
            }
            rankings.extend(since.into_iter().map(|(initiative, on)| {
                let departments = decided.departments.len();
                let backfilled = decided.backfilled;
                (initiative, Ranking { decision: decided.decision, on, departments, backfilled })
            }));
        }
        rankings
    }

    /// The initiatives whose priority it is, and from which day on.
    fn ranked_for(&self, ranked: Ranked) -> Vec<(InitiativeId, NaiveDate)> {
        match ranked {
            Ranked::Initiative(initiative) => vec![(initiative, NaiveDate::MIN)],
            Ranked::PainPoint(pain_point) => self.taken_up_by(pain_point),
        }
    }

    fn taken_up_by(&self, pain_point: PainPointId) -> Vec<(InitiativeId, NaiveDate)> {
        let Some(held) = self.views.thing::<PainPoint>(pain_point) else { return Vec::new() };
        let takings = held.state.takings(&self.as_of).into_iter();
        takings.map(|(entry, initiative)| (initiative, entry.from())).collect()
    }

    /// The progress reports that were due of an initiative on the rhythm of whoever oversaw it, from its
    /// first whole quarter to that of the last report, or of the last evidence that somebody provided.
    pub(super) fn reports_due(&self, initiative: &Initiative) -> Vec<Noted> {
        let (Some(program), Some(begins)) = (initiative.program(&self.as_of), initiative.begins(&self.as_of))
        else {
            return Vec::new();
        };
        let reports = self.reports(initiative);
        let reported = reports.iter().map(|(_, period)| period.to()).max();
        let declared = last_covered(self.evidence(program).own(initiative.id), PracticeId::R3);
        let Some(last) = reported.max(declared) else { return Vec::new() };
        let mut due: Vec<Noted> = Vec::new();
        for (calendar, quarter) in self.quarters(program, begins, last) {
            let then = self.at_end_of(quarter);
            let Some(committee) = then.overseer(initiative) else { continue };
            let Some(settled) = committee.state.rhythm(&then.as_of) else { continue };
            for period in ending_in(calendar, settled.rhythm, quarter) {
                let by = plus_days(period.to(), settled.due_within_days);
                due.extend(self.report_due(initiative, &reports, period, by).map(Noted::from));
            }
        }
        due
    }

    /// Every report of an initiative that stands, with the stamp of the fact that first stated it.
    fn reports(&self, initiative: &Initiative) -> Vec<(Stamp, Period)> {
        let reported = |fact: &InitiativeFact| match fact {
            InitiativeFact::ProgressReported(report) => Some(report.period),
            _ => None,
        };
        let history = &initiative.history;
        let stated = history.picked(&self.as_of, reported).map(|(entry, period)| {
            let first = history.find(history.first_statement_of(entry)).unwrap_or(entry);
            (first.stamp, period)
        });
        stated.collect()
    }

    /// The report that is due for a period. Of what rests, is in sustain or is stopped at the end of the
    /// period none is due; what arrives all the same is counted.
    fn report_due(
        &self,
        initiative: &Initiative,
        reports: &[(Stamp, Period)],
        period: Period,
        by: NaiveDate,
    ) -> Option<ReportDue> {
        let of_period = |reported: &Period| reported.covers(period) || period.holds(reported.to());
        let program = initiative.program(&self.as_of);
        let of_period = reports.iter().filter(|(_, reported)| of_period(reported));
        let first = of_period
            .map(|(stamp, _)| (self.day_known(stamp, program), stamp.is_backfilled()))
            .min_by_key(|(day, _)| *day);
        let runs = initiative.status(&self.at_end_of(period).as_of).0 == Status::Running;
        (runs || first.is_some()).then(|| ReportDue {
            period,
            by,
            arrived: first.map(|(day, _)| day),
            backfilled: first.is_some_and(|(_, backfilled)| backfilled),
        })
    }

    /// The delivered improvements of an initiative, with the day from which their comparison has an
    /// outcome.
    pub(super) fn improvements_delivered(&self, initiative: &Initiative) -> Vec<Noted> {
        let improvements = initiative.improvements(&self.as_of);
        let delivered = improvements.iter().filter_map(|improvement| self.delivered(initiative, improvement));
        delivered.map(Noted::from).collect()
    }

    fn delivered(&self, initiative: &Initiative, improvement: &Improvement) -> Option<Delivered> {
        let ImprovementState::Delivered(on) = improvement.state else { return None };
        let open = Delivered { improvement: improvement.id, on, outcome_on: None, backfilled: false };
        let Some(Ok(comparison)) = self.improvement_comparison(initiative, improvement) else {
            return Some(open);
        };
        Some(match comparison.verdict {
            Verdict::NotEnoughData { .. } => open,
            // That it can't be compared is told from the delivery on.
            Verdict::NotComparable { .. } => Delivered { outcome_on: Some(on), ..open },
            Verdict::Improved
            | Verdict::Worse
            | Verdict::ShiftedUp
            | Verdict::ShiftedDown
            | Verdict::NoDetectableChange => {
                let rests_on = self.rests_on(initiative, improvement, on, &comparison)?;
                let outcome_on = rests_on.iter().map(|reading| reading.period.to()).max();
                let backfilled = rests_on.iter().any(|reading| reading.stamp.is_backfilled());
                Delivered { outcome_on, backfilled, ..open }
            }
        })
    }

    /// The readings that an outcome rests on: those of the baseline, and the first after delivery that are
    /// enough for one.
    fn rests_on(
        &self,
        initiative: &Initiative,
        improvement: &Improvement,
        delivered: NaiveDate,
        comparison: &Comparison,
    ) -> Option<Vec<CurrentReading>> {
        let (metric, series) = self.compared_series(initiative, improvement)?;
        let readings = self.joined_readings(metric, &series);
        let baseline = comparison.baseline.window?;
        let before = readings.iter().filter(|it| baseline.covers(it.period));
        let after = readings.iter().filter(|it| delivered <= it.period.from()).take(FEWEST_AFTER);
        Some(before.chain(after).cloned().collect())
    }

    /// The touchpoints of a program at the end of each quarter, from its first whole one to that of the last
    /// reading that was taken at one, or of the last evidence that somebody provided.
    pub(super) fn touchpoint_arrivals(&self, program: ProgramId) -> Vec<Noted> {
        let held = self.views.program(program);
        let begins = held.and_then(|held| held.state.begins(&self.as_of));
        let placed = self.views.metrics_of(program).map(|held| &held.state).filter(|metric| {
            metric.program(&self.as_of) == Some(program) && metric.place(&self.as_of).is_some()
        });
        let measured = placed.filter_map(|metric| {
            let readings = metric.series.iter().flat_map(|series| series.publications.standing(&self.as_of));
            readings.map(|entry| entry.fact.period.to()).max()
        });
        let declared = last_covered(self.evidence(program).shared(), PracticeId::E2);
        let last = measured.max().max(declared);
        let (Some(begins), Some(last)) = (begins, last) else { return Vec::new() };
        let mut arrivals: Vec<Noted> = Vec::new();
        for (_, quarter) in self.quarters(program, begins, last) {
            let there = self.at_end_of(quarter).touchpoints_measured(program, quarter);
            arrivals.extend(there.iter().map(|it| {
                let known = it.known().filter(|_| it.on_rhythm());
                Noted::from(Arrivals {
                    journey: it.journey,
                    touchpoint: it.touchpoint,
                    on: known.map_or(quarter.to(), |day| day.clamp(quarter.from(), quarter.to())),
                    on_rhythm: it.on_rhythm(),
                    backfilled: it.backfilled(),
                })
            }));
        }
        arrivals
    }

    /// The decisions of a program whose outcome binds, with whether customers are among their grounds. What
    /// was given as a ground after the outcome was known is none.
    pub(super) fn grounded(&self, program: ProgramId) -> Vec<Noted> {
        let decided = self.decisions(program).filter_map(|decision| {
            let outcome = decision.binding(&self.as_of)?.entry;
            let stated = decision.history.find(decision.history.first_statement_of(outcome))?.stamp;
            let grounds = decision.grounds(&self.as_of).into_iter();
            let mut of_customers = grounds
                .filter(|(entry, ground)| self.is_of_customers(ground) && entry.stamp.known <= stated.known);
            Some(Noted::from(Grounded {
                decision: decision.id,
                decided: outcome.from(),
                by_customers: of_customers.next().is_some(),
                backfilled: stated.is_backfilled(),
            }))
        });
        decided.collect()
    }

    /// Whether a ground says what customers say or do: a pain point, an insight, or a reading, as long as it
    /// stands, of a metric of customers.
    fn is_of_customers(&self, ground: &Ground) -> bool {
        match ground {
            Ground::PainPoint(_) | Ground::Insight(_) => true,
            Ground::Reading(ReadingGround { metric, reading }) => {
                self.metric(*metric).is_some_and(|(held, defined)| {
                    self.is_metric_of_customers(&held.state, defined)
                        && held.state.standing_reading(*reading, &self.as_of).is_some()
                })
            }
            Ground::Document(_) => false,
        }
    }
}

/// The periods of a rhythm that end in a quarter.
fn ending_in(calendar: FiscalCalendar, rhythm: Rhythm, quarter: Period) -> impl Iterator<Item = Period> {
    let first = calendar.period_holding(rhythm, quarter.from());
    std::iter::successors(Some(first), move |period| Some(calendar.next(rhythm, *period)))
        .take_while(move |period| period.to() <= quarter.to())
}
