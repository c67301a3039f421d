//! Questions about maturity: the level of an initiative and of a program, what holds it, what is about to
//! lapse, and how far the targets are.

use std::sync::Arc;

use chrono::NaiveDate;
use cxl_domain::calendar::{FiscalCalendar, plus_months};
use cxl_domain::id::{InitiativeId, ProgramId};
use cxl_domain::initiative::{Initiative, Status};
use cxl_domain::maturity::derived::Derived;
use cxl_domain::maturity::pace::{self, Outlook};
use cxl_domain::maturity::profile::{exclusions, targets};
use cxl_domain::maturity::program::{LevelRule, distribution, level_of, mean, settled_from};
use cxl_domain::maturity::years::{self, Year};
use cxl_domain::maturity::{
    Assessment, Course, Exclusion, Item, Model, ModelId, Phase, PracticeId, Record, Target, assess,
};
use rust_decimal::Decimal;

use super::Inquiry;
use crate::views::Held;

/// How mature a program is, and what that rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramMaturity {
    /// The model by which its initiatives are assessed.
    pub model: ModelId,
    /// The rule by which its level follows.
    pub rule: LevelRule,
    /// Its level; `None` while no initiative of it is both running and settled.
    pub level: Option<u8>,
    /// The running initiatives that make the level, with theirs, by code.
    pub settled: Vec<LevelOf>,
    /// The running initiatives that are younger than twelve months.
    pub settling: Vec<LevelOf>,
    /// The initiatives that are paused, with the level that is held.
    pub paused: Vec<LevelOf>,
    /// How many of those that make the level have each level, the lowest first.
    pub distribution: Vec<(u8, usize)>,
    /// Their mean, to stand beside the distribution.
    pub mean: Option<Decimal>,
}

impl ProgramMaturity {
    /// The initiatives that hold the program at its level: those that make it and are not above it. None
    /// hold it at the highest.
    pub fn held_by(&self) -> impl Iterator<Item = &LevelOf> {
        let level = self.level.filter(|level| *level < Model::of(self.model).highest_level());
        self.settled.iter().filter(move |of| level.is_some_and(|level| of.level <= level))
    }
}

/// An initiative and its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelOf {
    /// The initiative.
    pub initiative: InitiativeId,
    /// Its level.
    pub level: u8,
}

/// A practice that will be in a lower state if nothing more is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapse {
    /// The first day of the lower state.
    pub on: NaiveDate,
    /// The initiative.
    pub initiative: InitiativeId,
    /// The practice.
    pub practice: PracticeId,
    /// Whether the level of the initiative falls with it.
    pub lowers_level: bool,
}

/// A target of an initiative, and how it stands towards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetAt {
    /// The target.
    pub target: Target,
    /// Whether it was set for the whole program, and not for this initiative.
    pub of_program: bool,
    /// How the initiative stands towards it.
    pub outlook: Outlook,
}

/// How a program stood on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramYear {
    /// The day.
    pub on: NaiveDate,
    /// How mature it was.
    pub maturity: ProgramMaturity,
}

impl Inquiry<'_> {
    /// The maturity model in force on E.
    pub fn model(&self) -> &'static Model {
        let adopted = self.views.organization().state.model(&self.as_of);
        adopted.and_then(Model::find).unwrap_or(Model::FOUNDING)
    }

    /// The level of an initiative and everything that it rests on.
    pub fn assessment(&self, held: &Held<Initiative>) -> Arc<Assessment> {
        let key = (held.state.id, self.views.len, self.as_of);
        self.analyses.levels.get_or(key, || Arc::new(self.assess(&held.state)))
    }

    fn assess(&self, initiative: &Initiative) -> Assessment {
        let program = initiative.program(&self.as_of);
        let phases = initiative.course(&self.as_of).into_iter().map(|(day, status)| (day, phase(status)));
        let record = Record {
            items: &self.items(initiative),
            calendars: &|day| self.calendar(program, day),
            course: &Course::new(phases),
            exclusions: &self.exclusions(initiative),
        };
        assess(self.model(), &record, self.as_of.effective)
    }

    /// The evidence for an initiative as known: its own, that of those that it carries on, that of its
    /// program where it speaks for it, and what the record itself shows.
    pub fn items(&self, initiative: &Initiative) -> Vec<Item> {
        let Some(program) = initiative.program(&self.as_of) else { return Vec::new() };
        let mut items: Vec<Item> =
            self.evidence(program).for_any(&self.lineage(initiative)).copied().collect();
        items.extend(self.derived(initiative).iter().flat_map(|it| it.iter()).filter_map(Derived::item));
        items
    }

    /// Where practices do not apply to an initiative, as known: by what was decided for it and for its
    /// program.
    pub fn exclusions(&self, initiative: &Initiative) -> Vec<Exclusion> {
        let mut own = exclusions(&initiative.history, &self.as_of);
        let program = initiative.program(&self.as_of).and_then(|id| self.views.program(id));
        own.extend(program.into_iter().flat_map(|held| exclusions(&held.state.history, &self.as_of)));
        own
    }

    /// The day on which the history of an initiative begins: its own, or that of what it carries on.
    pub fn history_begins(&self, initiative: &Initiative) -> Option<NaiveDate> {
        let lineage = self.lineage(initiative).into_iter();
        lineage.filter_map(|id| self.views.initiative(id)?.state.begins(&self.as_of)).min()
    }

    /// The first day on which an initiative is no longer settling.
    pub fn settled_from(&self, initiative: &Initiative) -> Option<NaiveDate> {
        self.history_begins(initiative).map(settled_from)
    }

    /// Whether an initiative is no longer settling on E, so that it makes the level of its program. The
    /// history of what it carries on is its own.
    pub fn is_settled(&self, initiative: &Initiative) -> bool {
        self.settled_from(initiative).is_some_and(|from| from <= self.as_of.effective)
    }

    /// While an initiative is paused on E and nobody decided so, the day from which on the pause needs a
    /// decision.
    pub fn pause_needs_decision_from(&self, initiative: &Initiative) -> Option<NaiveDate> {
        if initiative.pause_was_decided(&self.as_of)? {
            return None;
        }
        let (_, since) = initiative.status(&self.as_of);
        since.map(|since| plus_months(since, UNDECIDED_PAUSE_MONTHS))
    }

    /// How mature a program is.
    pub fn program_maturity(&self, program: ProgramId) -> ProgramMaturity {
        let rule =
            self.views.program(program).map(|held| held.state.level_rule(&self.as_of)).unwrap_or_default();
        let (mut settled, mut settling, mut paused) = (Vec::new(), Vec::new(), Vec::new());
        for held in self.initiatives_of(program) {
            let level = LevelOf { initiative: held.state.id, level: self.assessment(held).level };
            if self.runs(&held.state) {
                let stage = if self.is_settled(&held.state) { &mut settled } else { &mut settling };
                stage.push(level);
            } else if self.rests(&held.state) {
                paused.push(level);
            }
        }
        let levels: Vec<u8> = settled.iter().map(|of| of.level).collect();
        ProgramMaturity {
            model: self.model().id,
            rule,
            level: level_of(rule, &levels),
            settled,
            settling,
            paused,
            distribution: distribution(&levels),
            mean: mean(&levels),
        }
    }

    /// The initiatives of a program that have begun on E, by code.
    fn initiatives_of(&self, program: ProgramId) -> Vec<&Held<Initiative>> {
        let ids = self.views.initiatives_of(program).map(|held| held.state.id);
        let begun = ids.filter_map(|id| self.initiative(id));
        let mut here: Vec<_> =
            begun.filter(|held| held.state.program(&self.as_of) == Some(program)).collect();
        here.sort_by_key(|held| (held.state.code(&self.as_of).cloned(), held.state.id));
        here
    }

    /// Whether an initiative is paused on E, and no other carries it on.
    fn rests(&self, initiative: &Initiative) -> bool {
        initiative.status(&self.as_of).0 == Status::Paused && self.succeeded_by(initiative).is_none()
    }

    /// What will lapse in a program after E and up to `until` if nothing more is recorded, by day. What is
    /// paused, stopped or carried on by another is left out.
    pub fn lapses(&self, program: ProgramId, until: NaiveDate) -> Vec<Lapse> {
        let mut lapses: Vec<Lapse> = Vec::new();
        for held in self.initiatives_of(program).into_iter().filter(|held| self.runs(&held.state)) {
            let assessment = self.assessment(held);
            lapses.extend(lapses_of(held.state.id, &assessment).filter(|lapse| lapse.on <= until));
        }
        lapses.sort_by_key(|lapse| (lapse.on, lapse.initiative, lapse.practice));
        lapses
    }

    /// The table year on year of an initiative, ending with E, at most so many years back.
    pub fn years(&self, held: &Held<Initiative>, back: u32) -> Vec<Year> {
        let Some(begins) = self.history_begins(&held.state) else { return Vec::new() };
        let days = years::table_days(begins, self.as_of.effective, back);
        let assessed: Vec<_> =
            days.into_iter().map(|day| (day, self.effective_on(day).assessment(held))).collect();
        let assessed: Vec<_> = assessed.iter().map(|(day, assessment)| (*day, &**assessment)).collect();
        years::year_on_year(&assessed, &self.items(&held.state))
    }

    /// The same of a program: how mature it was on the same day of each year.
    pub fn program_years(&self, program: ProgramId, back: u32) -> Vec<ProgramYear> {
        let begins = self.views.program(program).and_then(|held| held.state.begins(&self.as_of));
        let Some(begins) = begins else { return Vec::new() };
        let days = years::table_days(begins, self.as_of.effective, back).into_iter();
        days.map(|on| ProgramYear { on, maturity: self.effective_on(on).program_maturity(program) }).collect()
    }

    /// The same knowledge, asked for another day.
    pub(super) fn effective_on(&self, day: NaiveDate) -> Self {
        Self { as_of: self.as_of.on(day), ..*self }
    }

    /// The targets of an initiative on E: its own, and those of its program for goals of which it has none
    /// of its own.
    pub fn targets(&self, held: &Held<Initiative>) -> Vec<TargetAt> {
        let own = targets(&held.state.history, &self.as_of);
        let program = held.state.program(&self.as_of).and_then(|id| self.views.program(id));
        let of_program =
            program.map(|held| targets(&held.state.history, &self.as_of)).unwrap_or_default().into_iter();
        let of_program: Vec<_> =
            of_program.filter(|target| own.iter().all(|held| held.goal != target.goal)).collect();
        let all = own.into_iter().map(|target| (target, false));
        let mut all: Vec<_> = all.chain(of_program.into_iter().map(|target| (target, true))).collect();
        all.sort_by_key(|(target, _)| target.goal);
        let told =
            |(target, of_program)| TargetAt { target, of_program, outlook: self.outlook(held, &target) };
        all.into_iter().map(told).collect()
    }

    /// The targets of a program on E.
    pub fn program_targets(&self, program: ProgramId) -> Vec<Target> {
        let held = self.views.program(program);
        held.map(|held| targets(&held.state.history, &self.as_of)).unwrap_or_default()
    }

    /// How an initiative stands towards a target.
    fn outlook(&self, held: &Held<Initiative>, target: &Target) -> Outlook {
        let on = self.as_of.effective;
        let before = self.history_begins(&held.state).and_then(|begins| pace::looks_back_to(begins, on));
        let before = before.map(|day| (day, self.effective_on(day).assessment(held)));
        let before = before.as_ref().map(|(day, assessment)| (*day, &**assessment));
        pace::outlook(target.goal, target.due, on, &self.assessment(held), before)
    }

    /// The fiscal calendar of a program in force on a day, as known.
    pub fn calendar(&self, program: Option<ProgramId>, day: NaiveDate) -> FiscalCalendar {
        program
            .and_then(|id| self.views.program(id))
            .and_then(|held| held.state.calendar(&self.as_of.on(day)))
            .unwrap_or_default()
    }

    /// The same for whoever asks about many days.
    pub(super) fn calendars(&self, program: ProgramId) -> impl Fn(NaiveDate) -> FiscalCalendar + use<> {
        let held = self.views.program(program);
        let known = held.map(|held| held.state.calendars(&self.as_of)).unwrap_or_default();
        move |day| {
            let begun = known.partition_point(|(from, _)| *from <= day);
            known[..begun].last().map_or_else(FiscalCalendar::default, |(_, calendar)| *calendar)
        }
    }
}

/// What will lapse of one initiative.
fn lapses_of(initiative: InitiativeId, assessment: &Assessment) -> impl Iterator<Item = Lapse> {
    let model = Model::of(assessment.model);
    assessment.practices.iter().filter_map(move |at| {
        let on = at.lapses_on?;
        let below = model.practice(at.practice).is_some_and(|row| row.level <= assessment.level);
        let lowers_level = below && at.not_applicable.is_none() && assessment.falls_on == Some(on);
        Some(Lapse { on, initiative, practice: at.practice, lowers_level })
    })
}

/// For how many months an initiative may be paused without a decision.
const UNDECIDED_PAUSE_MONTHS: u32 = 12;

/// What a status means for windows and validities.
fn phase(status: Status) -> Phase {
    match status {
        Status::Running | Status::Stopped => Phase::Running,
        Status::InSustain => Phase::InSustain,
        Status::Paused => Phase::Paused,
    }
}
