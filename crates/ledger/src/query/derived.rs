//! Evidence that the record itself shows: what the formulas of [`derived`](cxl_domain::maturity::derived)
//! count, taken from the views.
//!
//! Nothing here depends on the effective day: what was due and what arrived is looked at for every fiscal
//! period, each with the links, the committee and the series of its own last day.

mod counting;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, Period, Rhythm};
use cxl_domain::evidence::{Evidence, Judgment, Scope};
use cxl_domain::id::{EvidenceId, InitiativeId, ProgramId};
use cxl_domain::initiative::Initiative;
use cxl_domain::maturity::derived::{Derived, Formula, Noted, derive};
use cxl_domain::maturity::{Item, PracticeId};
use cxl_domain::time::{Stamp, day_in};

use super::Inquiry;

/// What the record says of the practices of a program.
#[derive(Debug, Default)]
pub struct RecordOfProgram {
    /// Of those that are earned by the program.
    derived: Arc<Vec<Derived>>,
    /// What was noted of its initiatives for practices that are earned by each of them.
    noted: BTreeMap<(InitiativeId, PracticeId), Vec<Noted>>,
}

impl Inquiry<'_> {
    /// What the record says of the practices of an initiative, each by fiscal period: of itself, of those
    /// that it carries on, and of its program.
    pub fn derived(&self, initiative: &Initiative) -> Vec<Arc<Vec<Derived>>> {
        let lineage = self.lineage(initiative).into_iter().filter_map(|id| self.views.initiative(id));
        let own = lineage.map(|held| self.derived_of(&held.state));
        let program = initiative.program(&self.as_of);
        own.chain(program.map(|program| self.record_of(program).derived.clone())).collect()
    }

    /// What the record says against evidence that somebody provided, on E. Evidence that was refused or
    /// withdrawn claims nothing.
    pub fn contradiction_of(&self, evidence: EvidenceId) -> Option<Derived> {
        let state = &self.views.evidence(evidence)?.state;
        let (_, provided) = state.provided(&self.as_of)?;
        if !self.is_upheld(state) {
            return None;
        }
        let against = |derived: &[Derived]| {
            let on = self.as_of.effective;
            derived.iter().find(|it| it.contradicts(provided.practice, provided.covers, on)).cloned()
        };
        match provided.scope {
            Scope::Initiative(id) => against(&self.derived_of(&self.views.initiative(id)?.state)),
            Scope::Program(_) => against(&self.record_of(provided.program).derived),
        }
    }

    fn is_upheld(&self, evidence: &Evidence) -> bool {
        let refused = matches!(evidence.judgment(&self.as_of), Judgment::Refused(_));
        !refused && evidence.withdrawn(&self.as_of).is_none()
    }

    /// What the record says of an initiative alone.
    fn derived_of(&self, initiative: &Initiative) -> Arc<Vec<Derived>> {
        let ever = self.ever();
        let key = (initiative.id, self.views.len, ever.as_of);
        self.analyses.derived.get_or(key, || Arc::new(ever.derive_own(initiative)))
    }

    fn derive_own(&self, initiative: &Initiative) -> Vec<Derived> {
        let Some(program) = initiative.program(&self.as_of) else { return Vec::new() };
        let of_program = self.record_of(program);
        let noted = |practice| of_program.noted.get(&(initiative.id, practice)).cloned().unwrap_or_default();
        let counted = [
            (PracticeId::R1, noted(PracticeId::R1)),
            (PracticeId::R2, noted(PracticeId::R2)),
            (PracticeId::R3, self.reports_due(initiative)),
            (PracticeId::R4, self.improvements_delivered(initiative)),
        ];
        self.derive_all(program, counted)
    }

    /// What the record says of a program, whatever the day.
    fn record_of(&self, program: ProgramId) -> Arc<RecordOfProgram> {
        let ever = self.ever();
        let key = (program, self.views.len, ever.as_of);
        self.analyses.records.get_or(key, || Arc::new(ever.read_program(program)))
    }

    fn read_program(&self, program: ProgramId) -> RecordOfProgram {
        let mut noted: BTreeMap<_, Vec<Noted>> = BTreeMap::new();
        for (initiative, heard) in self.pain_points_heard(program) {
            noted.entry((initiative, PracticeId::R1)).or_default().push(heard.into());
        }
        for (initiative, ranking) in self.rankings(program) {
            noted.entry((initiative, PracticeId::R2)).or_default().push(ranking.into());
        }
        let shared = self.shared_insights(program).into_iter().map(Noted::from).collect();
        let counted = [
            (PracticeId::E1, shared),
            (PracticeId::E2, self.touchpoint_arrivals(program)),
            (PracticeId::D3, self.grounded(program)),
        ];
        RecordOfProgram { derived: Arc::new(self.derive_all(program, counted)), noted }
    }

    fn derive_all<const N: usize>(
        &self,
        program: ProgramId,
        counted: [(PracticeId, Vec<Noted>); N],
    ) -> Vec<Derived> {
        let calendars = self.calendars(program);
        let of_practice = |(practice, noted): (PracticeId, Vec<Noted>)| {
            let admitted = noted.into_iter().map(|it| self.admitted(it));
            Formula::of(practice).map(|formula| derive(formula, &calendars, admitted))
        };
        counted.into_iter().filter_map(of_practice).flatten().collect()
    }

    /// What was imported later than the world knew it satisfies no formula in strict mode.
    fn admitted(&self, noted: Noted) -> Noted {
        Noted { met: noted.met && !(self.as_of.strict && noted.backfilled), ..noted }
    }

    /// The same knowledge, asked for the end of time.
    fn ever(&self) -> Self {
        Self { as_of: self.as_of.on(NaiveDate::MAX), ..*self }
    }

    /// The same knowledge, asked for the last day of a period.
    fn at_end_of(&self, period: Period) -> Self {
        Self { as_of: self.as_of.on(period.to()), ..*self }
    }

    /// The day on which something was known: strictly, that on which it was recorded.
    pub(super) fn day_known(&self, stamp: &Stamp, program: Option<ProgramId>) -> NaiveDate {
        let instant = if self.as_of.strict { stamp.recorded } else { stamp.known };
        day_in(instant.to_utc(), self.views.zone_of(program, &self.as_of))
    }

    /// The fiscal quarters of a program that begin on or after a day, up to the one that holds `last`.
    fn quarters(
        &self,
        program: ProgramId,
        begins: NaiveDate,
        last: NaiveDate,
    ) -> Vec<(FiscalCalendar, Period)> {
        let calendars = self.calendars(program);
        let mut quarters = Vec::new();
        let mut day = begins;
        while day <= last {
            let calendar = calendars(day);
            let quarter = calendar.period_holding(Rhythm::Quarter, day);
            if begins <= quarter.from() {
                quarters.push((calendar, quarter));
            }
            let Some(next) = quarter.to().succ_opt() else { break };
            day = next;
        }
        quarters
    }
}

/// The last day that evidence of a practice covers.
fn last_covered<'e>(evidence: impl Iterator<Item = &'e Item>, practice: PracticeId) -> Option<NaiveDate> {
    evidence.filter(|item| item.practice == practice).map(|item| item.covers.to()).max()
}
