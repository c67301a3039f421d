//! Evidence that the record itself shows, by one written formula a practice.
//!
//! Each formula counts something in the fiscal periods of its practice: how many things there are, and of
//! how many of them what it asks is true. It says so of three findings: the record *shows* the practice,
//! *speaks against* it, or is *silent*. What is shown counts as evidence that nobody has to provide or
//! accept; evidence that somebody provided for a period of which the record speaks against the practice is
//! shown as contradicted.
//!
//! What a formula finds depends on what is known and on the fiscal calendar, never on the day that is asked
//! about, so that waiting shows nothing.

use chrono::NaiveDate;
use serde::Serialize;

use super::assess::{EvidenceScope, EvidenceState, Item, Source};
use super::model::PracticeId;
use crate::calendar::{FiscalCalendar, Period, Rhythm};

/// One formula.
#[derive(Debug, PartialEq, Eq)]
pub struct Formula {
    /// The practice that it shows.
    pub practice: PracticeId,
    /// The fiscal periods in which it counts: those of the practice.
    pub grain: Rhythm,
    /// Whose evidence it gives.
    pub scope: EvidenceScope,
    /// The least share of what is counted of which what is asked must be true, as numerator and
    /// denominator; at least one in any case.
    pub share: (usize, usize),
    /// Whether what it shows covers the period only up to the last thing that is as asked, and not all of
    /// it.
    pub up_to_last: bool,
    /// What is counted and what is asked of it, in an English sentence.
    pub sentence: &'static str,
}

/// Every formula of `cx-maturity/1`.
pub static FORMULAS: &[Formula] = &[
    Formula {
        practice: PracticeId::R1,
        grain: Rhythm::Quarter,
        scope: EvidenceScope::Initiative,
        share: (0, 1),
        up_to_last: true,
        sentence: "At least one pain point that hangs on the initiative was heard in the quarter and names \
                   its source.",
    },
    Formula {
        practice: PracticeId::R2,
        grain: Rhythm::Year,
        scope: EvidenceScope::Initiative,
        share: (0, 1),
        up_to_last: true,
        sentence: "At least one decision of the year ranked the initiative or its pain points, with an \
                   electorate from two departments or more.",
    },
    Formula {
        practice: PracticeId::R3,
        grain: Rhythm::Quarter,
        scope: EvidenceScope::Initiative,
        share: (1, 1),
        up_to_last: false,
        sentence: "Of every period of the overseeing committee's rhythm that ends in the quarter, progress \
                   was reported by the day on which that was due.",
    },
    Formula {
        practice: PracticeId::R4,
        grain: Rhythm::Year,
        scope: EvidenceScope::Initiative,
        share: (0, 1),
        up_to_last: true,
        sentence: "At least one comparison of a delivered improvement got any outcome but not enough data \
                   by readings of the year.",
    },
    Formula {
        practice: PracticeId::E1,
        grain: Rhythm::Quarter,
        scope: EvidenceScope::Program,
        share: (0, 1),
        up_to_last: true,
        sentence: "At least one insight was shared in the quarter and acknowledged by a front-line and by a \
                   back-office department.",
    },
    Formula {
        practice: PracticeId::E2,
        grain: Rhythm::Quarter,
        scope: EvidenceScope::Initiative,
        share: (4, 5),
        up_to_last: false,
        sentence: "Of four in five periods that end in the quarter, of the metrics linked to the initiative, \
                   the reading of the headline series arrived by the day on which it was due.",
    },
    Formula {
        practice: PracticeId::D3,
        grain: Rhythm::Year,
        scope: EvidenceScope::Program,
        share: (1, 2),
        up_to_last: false,
        sentence: "Half of the decisions of the year or more name customers' pain points, insights or \
                   readings among their grounds.",
    },
];

impl Formula {
    /// The formula of a practice, if it has one.
    pub fn of(practice: PracticeId) -> Option<&'static Self> {
        FORMULAS.iter().find(|formula| formula.practice == practice)
    }
}

/// One thing that a formula counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// The day by which it falls into a fiscal period.
    pub on: NaiveDate,
    /// Whether it is as the formula asks.
    pub met: bool,
    /// The last day on which it may still become so; without one, the last day of the period.
    pub deadline: Option<NaiveDate>,
    /// Whether it rests on history that was imported later than the world knew it.
    pub backfilled: bool,
}

/// What the record says of a practice over a fiscal period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Derived {
    /// The practice.
    pub practice: PracticeId,
    /// The fiscal period.
    pub period: Period,
    /// How many things were as the formula asks.
    pub met: usize,
    /// How many there were.
    pub of: usize,
    /// What follows.
    pub finding: Finding,
    /// The days that what is shown covers.
    pub covers: Period,
    /// Whether anything of what was as asked rests on history that was imported.
    pub backfilled: bool,
}

/// What follows for a practice from the record of a period in which there is anything to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The record shows it.
    Shown,
    /// The record speaks against it, from this day on.
    SpeaksAgainst(NaiveDate),
}

impl Derived {
    /// The evidence that it is, if the record shows the practice.
    pub fn item(&self) -> Option<Item> {
        let scope = Formula::of(self.practice)?.scope;
        (self.finding == Finding::Shown).then_some(Item {
            source: Source::Derived { backfilled: self.backfilled },
            practice: self.practice,
            covers: self.covers,
            state: EvidenceState::Accepted,
            scope,
        })
    }

    /// Whether the record speaks against evidence for these days, on a day.
    pub fn contradicts(&self, practice: PracticeId, covers: Period, on: NaiveDate) -> bool {
        let against = matches!(self.finding, Finding::SpeaksAgainst(from) if from <= on);
        against && self.practice == practice && self.period.holds(covers.to())
    }
}

/// What the record says of a practice, period by period, of those in which there is anything to count. In
/// other periods it is silent.
pub fn derive(
    formula: &Formula,
    calendars: &dyn Fn(NaiveDate) -> FiscalCalendar,
    noted: &[Noted],
) -> Vec<Derived> {
    let mut by_period: Vec<(Period, Noted)> =
        noted.iter().map(|it| (calendars(it.on).period_holding(formula.grain, it.on), *it)).collect();
    by_period.sort_by_key(|(period, it)| (*period, it.on));
    by_period.chunk_by(|one, next| one.0 == next.0).filter_map(|same| conclude(formula, same)).collect()
}

fn conclude(formula: &Formula, noted: &[(Period, Noted)]) -> Option<Derived> {
    let (period, _) = *noted.first()?;
    let met: Vec<&Noted> = noted.iter().map(|(_, it)| it).filter(|it| it.met).collect();
    let (numerator, denominator) = formula.share;
    let needed = (noted.len() * numerator).div_ceil(denominator).max(1);
    let last = met.iter().map(|it| it.on).max();
    let to = if formula.up_to_last { last.unwrap_or(period.to()) } else { period.to() };
    let finding = if met.len() >= needed {
        Finding::Shown
    } else {
        // It speaks against the practice once too few are left that may still become as asked.
        let mut deadlines: Vec<NaiveDate> = noted
            .iter()
            .filter(|(_, it)| !it.met)
            .map(|(_, it)| it.deadline.unwrap_or(period.to()))
            .collect();
        deadlines.sort_unstable();
        let may_miss = noted.len() - needed;
        let decisive = deadlines.get(may_miss).copied().unwrap_or(period.to());
        Finding::SpeaksAgainst(decisive.succ_opt().unwrap_or(decisive))
    };
    Some(Derived {
        practice: formula.practice,
        period,
        met: met.len(),
        of: noted.len(),
        finding,
        covers: Period::new(period.from(), to).ok()?,
        backfilled: met.iter().any(|it| it.backfilled),
    })
}

/// A pain point that hangs on an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PainPoint {
    /// The day on which it was heard.
    pub heard: NaiveDate,
    /// Whether it names its source.
    pub has_source: bool,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

/// R1 counts pain points.
pub fn pain_points(found: &[PainPoint]) -> Vec<Noted> {
    let noted = |point: &PainPoint| Noted {
        on: point.heard,
        met: point.has_source,
        deadline: None,
        backfilled: point.backfilled,
    };
    found.iter().map(noted).collect()
}

/// A decision that ranks an initiative among others, or its pain points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// The day of the decision.
    pub decided: NaiveDate,
    /// From how many departments its electorate came.
    pub departments: usize,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

/// R2 counts rankings.
pub fn rankings(decided: &[Ranking]) -> Vec<Noted> {
    let noted = |ranking: &Ranking| Noted {
        on: ranking.decided,
        met: ranking.departments >= 2,
        deadline: None,
        backfilled: ranking.backfilled,
    };
    decided.iter().map(noted).collect()
}

/// Something that is due for a period: a progress report, or a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The period that it is for.
    pub period: Period,
    /// The last day on which it is in time.
    pub by: NaiveDate,
    /// The day on which it arrived, if it did.
    pub arrived: Option<NaiveDate>,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

/// R3 counts reports that are due, E2 readings that are due.
pub fn arrivals(due: &[Due]) -> Vec<Noted> {
    let noted = |due: &Due| Noted {
        on: due.period.to(),
        met: due.arrived.is_some_and(|day| day <= due.by),
        deadline: Some(due.by),
        backfilled: due.arrived.is_some() && due.backfilled,
    };
    due.iter().map(noted).collect()
}

/// A delivered improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The day on which it was delivered.
    pub delivered: NaiveDate,
    /// The last day covered by the readings that were enough for an outcome; `None` while there are not
    /// enough.
    pub outcome_on: Option<NaiveDate>,
    /// Whether any of those readings was imported later than the world knew it.
    pub backfilled: bool,
}

/// For how many months after delivery a comparison may have too few readings before the record speaks
/// against R4.
pub const MONTHS_TO_MEASURE: u32 = 12;

/// R4 counts improvements that were measured, and those that could have been.
pub fn measurements(delivered: &[Measured]) -> Vec<Noted> {
    let noted = |it: &Measured| Noted {
        on: it.outcome_on.unwrap_or(it.delivered),
        met: it.outcome_on.is_some(),
        deadline: Some(crate::calendar::plus_months(it.delivered, MONTHS_TO_MEASURE)),
        backfilled: it.backfilled,
    };
    delivered.iter().map(noted).collect()
}

/// An insight that was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedInsight {
    /// The day on which it was shared.
    pub shared: NaiveDate,
    /// Whether a front-line department acknowledged it.
    pub by_front_line: bool,
    /// Whether a back-office department acknowledged it.
    pub by_back_office: bool,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

/// E1 counts insights that were shared.
pub fn insights(shared: &[SharedInsight]) -> Vec<Noted> {
    let noted = |insight: &SharedInsight| Noted {
        on: insight.shared,
        met: insight.by_front_line && insight.by_back_office,
        deadline: None,
        backfilled: insight.backfilled,
    };
    shared.iter().map(noted).collect()
}

/// A decision of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounded {
    /// The day of the decision.
    pub decided: NaiveDate,
    /// Whether a pain point, an insight or a reading is among its grounds.
    pub has_customer_grounds: bool,
    /// Whether it was imported later than the world knew it.
    pub backfilled: bool,
}

/// D3 counts decisions.
pub fn decisions(decided: &[Grounded]) -> Vec<Noted> {
    let noted = |decision: &Grounded| Noted {
        on: decision.decided,
        met: decision.has_customer_grounds,
        deadline: None,
        backfilled: decision.backfilled,
    };
    decided.iter().map(noted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maturity::Model;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(day(from), day(to)).unwrap()
    }

    fn derived(practice: PracticeId, noted: &[Noted]) -> Vec<Derived> {
        derive(Formula::of(practice).unwrap(), &|_| FiscalCalendar::default(), noted)
    }

    /// A month of the first quarter of 2024, due ten days later.
    fn month(number: u32, arrived: Option<&str>) -> Due {
        let first = NaiveDate::from_ymd_opt(2024, number, 1).unwrap();
        let month = FiscalCalendar::default().period_holding(Rhythm::Month, first);
        let by = month.to() + chrono::Days::new(10);
        Due { period: month, by, arrived: arrived.map(day), backfilled: false }
    }

    #[test]
    fn each_formula_has_the_periods_and_the_scope_that_its_practice_takes() {
        for formula in FORMULAS {
            let practice = Model::FOUNDING.practice(formula.practice).unwrap();
            assert_eq!(formula.grain, practice.grain, "{}", formula.practice);
            assert!(practice.scope.takes(formula.scope), "{}", formula.practice);
            assert!(formula.sentence.ends_with('.'));
        }
        let practices: Vec<_> = FORMULAS.iter().map(|formula| formula.practice.as_str()).collect();
        assert_eq!(practices, ["R1", "R2", "R3", "R4", "E1", "E2", "D3"]);
    }

    #[test]
    fn r1_is_shown_by_a_pain_point_with_a_source() {
        let heard = |on: &str, has_source| PainPoint { heard: day(on), has_source, backfilled: false };
        let found = derived(
            PracticeId::R1,
            &pain_points(&[
                heard("2024-02-10", true),
                heard("2024-03-01", false),
                heard("2024-05-01", false),
            ]),
        );
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].finding, found[0].met, found[0].of), (Finding::Shown, 1, 2));
        assert_eq!(found[0].covers, period("2024-01-01", "2024-02-10"));
        assert_eq!(found[1].finding, Finding::SpeaksAgainst(day("2024-07-01")));
    }

    #[test]
    fn r2_is_shown_by_a_ranking_that_two_departments_took_part_in() {
        let ranking = |on: &str, departments| Ranking { decided: day(on), departments, backfilled: false };
        let found = derived(PracticeId::R2, &rankings(&[ranking("2023-05-01", 1), ranking("2024-05-01", 2)]));
        assert_eq!(found[0].finding, Finding::SpeaksAgainst(day("2024-01-01")));
        assert_eq!(found[1].finding, Finding::Shown);
    }

    #[test]
    fn r3_is_shown_by_a_report_in_time_for_every_period_of_the_rhythm() {
        let all = [month(1, Some("2024-02-10")), month(2, Some("2024-03-05")), month(3, Some("2024-04-02"))];
        let found = derived(PracticeId::R3, &arrivals(&all));
        assert_eq!((found[0].finding, found[0].covers), (Finding::Shown, period("2024-01-01", "2024-03-31")));
        // The second is a day late: from its deadline on the record speaks against the practice.
        let late = [all[0], month(2, Some("2024-03-11")), all[2]];
        let found = derived(PracticeId::R3, &arrivals(&late));
        assert_eq!((found[0].met, found[0].finding), (2, Finding::SpeaksAgainst(day("2024-03-11"))));
    }

    #[test]
    fn r4_is_shown_by_an_outcome_and_spoken_against_a_year_after_delivery() {
        let measured = |outcome: Option<&str>| Measured {
            delivered: day("2023-03-01"),
            outcome_on: outcome.map(day),
            backfilled: true,
        };
        let found = derived(PracticeId::R4, &measurements(&[measured(Some("2023-09-30"))]));
        assert_eq!((found[0].finding, found[0].backfilled), (Finding::Shown, true));
        assert_eq!(found[0].covers, period("2023-01-01", "2023-09-30"));
        let found = derived(PracticeId::R4, &measurements(&[measured(None)]));
        assert_eq!(found[0].finding, Finding::SpeaksAgainst(day("2024-03-02")));
    }

    #[test]
    fn e1_takes_an_acknowledgment_from_the_front_line_and_one_from_the_back_office() {
        let shared = |by_front_line, by_back_office| SharedInsight {
            shared: day("2024-02-01"),
            by_front_line,
            by_back_office,
            backfilled: false,
        };
        let found = |it| derived(PracticeId::E1, &insights(&[it]))[0].finding;
        assert_eq!(found(shared(true, true)), Finding::Shown);
        for half in [shared(true, false), shared(false, true)] {
            assert_eq!(found(half), Finding::SpeaksAgainst(day("2024-04-01")));
        }
    }

    #[test]
    fn e2_is_shown_when_four_in_five_readings_arrived_in_time() {
        let arrived = |months: &[u32]| -> Vec<Due> {
            let twice = (1..=3).chain(1..=2);
            twice
                .enumerate()
                .map(|(index, number)| {
                    let came = !months.contains(&u32::try_from(index).unwrap());
                    month(number, came.then_some("2024-02-01"))
                })
                .collect()
        };
        let found = |missing: &[u32]| derived(PracticeId::E2, &arrivals(&arrived(missing)))[0];
        assert_eq!(found(&[]).finding, Finding::Shown);
        assert_eq!((found(&[1]).met, found(&[1]).finding), (4, Finding::Shown));
        // Two of five are missing: of the two deadlines the later one decides.
        assert_eq!(found(&[0, 1]).finding, Finding::SpeaksAgainst(day("2024-03-11")));
    }

    #[test]
    fn d3_is_shown_when_half_of_the_decisions_have_customer_grounds() {
        let decided = |has_customer_grounds| Grounded {
            decided: day("2024-05-01"),
            has_customer_grounds,
            backfilled: false,
        };
        let found = |all: &[Grounded]| derived(PracticeId::D3, &decisions(all))[0].finding;
        assert_eq!(found(&[decided(true), decided(false)]), Finding::Shown);
        assert_eq!(
            found(&[decided(true), decided(false), decided(false)]),
            Finding::SpeaksAgainst(day("2025-01-01"))
        );
    }

    #[test]
    fn of_a_period_without_anything_to_count_the_record_is_silent() {
        for formula in FORMULAS {
            assert!(derived(formula.practice, &[]).is_empty());
        }
    }

    #[test]
    fn what_is_shown_is_evidence_and_what_speaks_against_contradicts_evidence_of_its_period() {
        let shown = derived(PracticeId::R3, &arrivals(&[month(3, Some("2024-04-02"))]))[0];
        let item = shown.item().unwrap();
        assert_eq!((item.practice, item.state), (PracticeId::R3, EvidenceState::Accepted));
        assert_eq!(item.source, Source::Derived { backfilled: false });

        let against = derived(PracticeId::R3, &arrivals(&[month(3, None)]))[0];
        assert_eq!(against.item(), None);
        let declared = period("2024-01-01", "2024-03-31");
        assert!(against.contradicts(PracticeId::R3, declared, day("2024-04-11")));
        assert!(!against.contradicts(PracticeId::R3, declared, day("2024-04-10")));
        assert!(!against.contradicts(PracticeId::R3, period("2024-01-01", "2024-04-01"), day("2025-01-01")));
        assert!(!against.contradicts(PracticeId::R1, declared, day("2025-01-01")));
        assert!(!shown.contradicts(PracticeId::R3, declared, day("2025-01-01")));
    }
}
