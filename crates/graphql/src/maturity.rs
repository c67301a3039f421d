//! How mature an initiative is, and why.

use std::cmp::Reverse;
use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use cxl_domain::initiative;
use cxl_domain::maturity::derived::Derived;
use cxl_domain::maturity::years;
use cxl_domain::maturity::{self, Assessment, Exclusion, Goal, PracticeStanding};
use cxl_ledger::TextAt;
use cxl_ledger::query::TargetAt;
use cxl_ledger::views::Held;

use crate::connection::list_cost;
use crate::enums::{NoPace, PracticeId, PracticeScope, PracticeState, Rhythm};
use crate::error::Problem;
use crate::evidence::Evidence;
use crate::ids::Global;
use crate::list::List;
use crate::moment::Moment;
use crate::record_finding::{self, RecordFinding};
use crate::scalars::{Date, Decimal};
use crate::texts::Text;
use crate::words::Language;

/// The maturity model: levels, and the practices that earn them.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct Model {
    /// Its name with version: "cx-maturity/1".
    id: &'static str,
    /// The levels that can be earned, lowest first. Level 0 is where nothing is earned yet.
    levels: List<Level>,
    /// The practices, those of lower levels first.
    practices: List<Practice>,
}

/// A level that can be earned.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Level {
    /// 1 for the lowest.
    number: u8,
    #[graphql(skip)]
    name: &'static str,
}

#[ComplexObject]
impl Level {
    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> &'static str {
        let label = cxl_words::label(Language::of(ctx, language), "Level", &format!("L{}", self.number));
        label.unwrap_or(self.name)
    }
}

/// A practice of the model and what makes it routine.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub(crate) struct Practice {
    /// Its letter and number.
    id: PracticeId,
    #[graphql(skip)]
    name: &'static str,
    /// The level that it belongs to.
    level: u8,
    /// Whose evidence it takes.
    scope: PracticeScope,
    /// The fiscal periods in which its evidence is counted.
    grain: Rhythm,
    /// How many distinct periods make it routine.
    needed: u8,
    /// How many months back those periods may lie.
    window_months: u8,
    /// For how many months after the last day that it covers evidence counts.
    validity_months: u8,
}

#[ComplexObject]
impl Practice {
    /// By which formula the record itself shows it, in a sentence; null if by none.
    async fn formula(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> Option<String> {
        record_finding::formula(self.id.into(), Language::of(ctx, language))
    }

    /// Its name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language; that of the header Accept-Language if left out, else English.")]
        language: Option<Language>,
    ) -> &'static str {
        let id = maturity::PracticeId::from(self.id);
        cxl_words::label(Language::of(ctx, language), "PracticeId", id.as_str()).unwrap_or(self.name)
    }
}

impl From<&'static maturity::Model> for Model {
    fn from(model: &'static maturity::Model) -> Self {
        let levels = model.levels.iter().map(|level| Level { number: level.number, name: level.name });
        Self {
            id: model.id.as_str(),
            levels: levels.collect(),
            practices: model.practices.iter().map(Practice::from).collect(),
        }
    }
}

impl From<&'static maturity::Practice> for Practice {
    fn from(practice: &'static maturity::Practice) -> Self {
        Self {
            id: practice.id.into(),
            name: practice.name,
            level: practice.level,
            scope: practice.scope.into(),
            grain: practice.grain.into(),
            needed: practice.n,
            window_months: practice.window_months,
            validity_months: practice.validity_months,
        }
    }
}

/// An assessment at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Maturity {
    pub(crate) moment: Arc<Moment>,
    pub(crate) held: Arc<Held<initiative::Initiative>>,
    pub(crate) assessment: Arc<Assessment>,
}

/// How mature the way is in which an initiative is run, computed from evidence for the effective day,
/// and what that rests on. It is never declared and never stored.
#[Object]
impl Maturity {
    /// The model by which it was assessed.
    async fn model(&self) -> Model {
        maturity::Model::of(self.assessment.model).into()
    }

    /// The highest level of which every practice that applies, and every one below, is routine; 0 if none.
    async fn level(&self) -> u8 {
        self.assessment.level
    }

    /// Whether the initiative is younger than twelve months and leaves the level of its program alone. The
    /// history of what it carries on is its own.
    async fn settling(&self) -> bool {
        !self.moment.inquiry().is_settled(&self.held.state)
    }

    /// The first day on which it is no longer settling.
    async fn settled_from(&self) -> Option<Date> {
        self.moment.inquiry().settled_from(&self.held.state).map(Date)
    }

    /// While the initiative is paused, the first day of the pause: the level is held since then.
    async fn held_since(&self) -> Option<Date> {
        self.assessment.held_since.map(Date)
    }

    /// The first later day on which the level is lower if nothing more is recorded; null at level 0 and
    /// while a pause holds it.
    async fn falls_on(&self) -> Option<Date> {
        self.assessment.falls_on.map(Date)
    }

    /// The practices of the next level that apply and are not routine: what holds the level back. Empty at
    /// the highest level only. Of a level of which no practice applies, all of them.
    async fn holds_back(&self) -> List<PracticeId> {
        self.assessment.holds_back.iter().map(|practice| (*practice).into()).collect()
    }

    /// The practices above the level that are performed or routine: what reaches beyond it.
    async fn reach(&self) -> List<PracticeId> {
        self.assessment.reach.iter().map(|practice| (*practice).into()).collect()
    }

    /// Where every practice of the model stands, in its order.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn practices(&self) -> List<Standing> {
        let standing = |index| Standing { maturity: self.clone(), index };
        (0..self.assessment.practices.len()).map(standing).collect()
    }

    /// How it stood on the same day of each year, the earliest first, as known now.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn years(
        &self,
        #[graphql(desc = "At most how many years back, up to 20.", default = 5, validator(maximum = 20))]
        back: u32,
    ) -> List<Year> {
        self.moment.inquiry().years(&self.held, back).into_iter().map(Year::from).collect()
    }

    /// What is to be reached by when, by target of the initiative or of its program, and how it stands
    /// towards it.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn targets(&self) -> List<MaturityTarget> {
        self.moment.inquiry().targets(&self.held).into_iter().map(MaturityTarget::from).collect()
    }
}

/// How an initiative stood on a day, compared with a year before.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(name = "MaturityYear")]
pub(crate) struct Year {
    /// The day.
    on: Date,
    /// The level.
    level: u8,
    /// The practices that became routine since the year before.
    gained: List<PracticeId>,
    /// The practices that ceased to be routine since the year before.
    lapsed: List<PracticeId>,
    /// The practices that were routine in an earlier year of the table and are not since then.
    still_lapsed: List<PracticeId>,
    /// How many days before it the last accepted evidence ended; null where there was none.
    days_since_evidence: Option<u64>,
}

impl From<years::Year> for Year {
    fn from(year: years::Year) -> Self {
        Self {
            on: Date(year.on),
            level: year.level,
            gained: ids(&year.gained),
            lapsed: ids(&year.lapsed),
            still_lapsed: ids(&year.still_lapsed),
            days_since_evidence: year.days_since_evidence,
        }
    }
}

fn ids(practices: &[maturity::PracticeId]) -> List<PracticeId> {
    practices.iter().map(|practice| (*practice).into()).collect()
}

/// What is to be reached: a level, or that a practice is routine. One of the two is null.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct MaturityGoal {
    /// The level.
    level: Option<u8>,
    /// The practice.
    practice: Option<PracticeId>,
}

impl From<Goal> for MaturityGoal {
    fn from(goal: Goal) -> Self {
        match goal {
            Goal::Level(level) => Self { level: Some(level), practice: None },
            Goal::Practice(practice) => Self { level: None, practice: Some(practice.into()) },
        }
    }
}

/// A target, and how an initiative stands towards it.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct MaturityTarget {
    /// What is to be reached.
    goal: MaturityGoal,
    /// The day by which it is due.
    due: Date,
    /// Since which day it is a target.
    since: Date,
    /// How often its day was moved since then.
    moved: usize,
    /// The event that set or moved it last.
    event: ID,
    /// Whether it was set for the whole program.
    of_program: bool,
    /// Whether it is reached.
    reached: bool,
    /// The practices that apply and are still to become routine.
    to_go: List<PracticeId>,
    /// How many of them must become routine a year to reach the goal in time; null where `noNeededPace`
    /// says why.
    needed_per_year: Option<Decimal>,
    /// Why no needed pace is told.
    no_needed_pace: Option<NoPace>,
    /// How many practices of the goal became routine a year over the last two years, less those that
    /// ceased to be; null where `noAchievedPace` says why.
    achieved_per_year: Option<Decimal>,
    /// Why no achieved pace is told.
    no_achieved_pace: Option<NoPace>,
}

impl From<TargetAt> for MaturityTarget {
    fn from(at: TargetAt) -> Self {
        let TargetAt { target, of_program, outlook } = at;
        Self {
            goal: target.goal.into(),
            due: Date(target.due),
            since: Date(target.since),
            moved: target.moved,
            event: target.event.global(),
            of_program,
            reached: outlook.reached,
            to_go: ids(&outlook.to_go),
            needed_per_year: outlook.needed.ok().map(Decimal),
            no_needed_pace: outlook.needed.err().map(Into::into),
            achieved_per_year: outlook.achieved.ok().map(Decimal),
            no_achieved_pace: outlook.achieved.err().map(Into::into),
        }
    }
}

/// A decision that a practice does not apply, at a moment.
#[derive(Debug, Clone)]
pub(crate) struct NotApplicable {
    moment: Arc<Moment>,
    of: Exclusion,
}

/// A decision that a practice does not apply: levels are earned without it.
#[Object]
impl NotApplicable {
    /// The first day.
    async fn from(&self) -> Date {
        Date(self.of.from)
    }

    /// The first day on which it applies again, if that is known.
    async fn until(&self) -> Option<Date> {
        self.of.until.map(Date)
    }

    /// The day for another look.
    async fn review_on(&self) -> Date {
        Date(self.of.review_on)
    }

    /// Whether that day has come.
    async fn review_due(&self) -> bool {
        self.of.review_on <= self.moment.as_of().effective
    }

    /// Why.
    async fn reason(&self) -> Result<Option<Text>, Problem> {
        self.moment.text(TextAt { position: self.of.position, pointer: "/fact/reason" }).await
    }

    /// The event that says so.
    async fn event(&self) -> ID {
        self.of.event.global()
    }
}

/// One practice of an assessment.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    maturity: Maturity,
    index: usize,
}

impl Standing {
    fn standing(&self) -> &PracticeStanding {
        &self.maturity.assessment.practices[self.index]
    }
}

/// Where one practice stands.
#[Object(name = "PracticeStanding")]
impl Standing {
    /// The practice.
    async fn practice(&self) -> PracticeId {
        self.standing().practice.into()
    }

    /// How far it has come.
    async fn state(&self) -> PracticeState {
        self.standing().state.into()
    }

    /// The decision by which it does not apply; null where it applies.
    async fn not_applicable(&self) -> Option<NotApplicable> {
        let of = self.standing().not_applicable?;
        Some(NotApplicable { moment: self.maturity.moment.clone(), of })
    }

    /// The evidence that somebody provided and that counts.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn counting(&self) -> List<Evidence> {
        let provided = self.standing().counting.iter().filter_map(|item| item.source.evidence());
        provided.filter_map(|id| Evidence::seen(&self.maturity.moment, id)).collect()
    }

    /// What the record itself says of the practice, by the fiscal periods that have begun on the effective
    /// day, the latest first. Of other periods it is silent.
    #[graphql(complexity = "list_cost(child_complexity)")]
    async fn record(&self) -> List<RecordFinding> {
        let (moment, standing) = (&self.maturity.moment, self.standing());
        let parts = moment.inquiry().derived(&self.maturity.held.state);
        let begun = |it: &&Derived| it.period.from() <= moment.as_of().effective;
        let all = parts.iter().flat_map(|part| part.iter());
        let mut of_it: Vec<_> = all.filter(|it| it.practice == standing.practice).filter(begun).collect();
        of_it.sort_by_key(|it| Reverse(it.period));
        let counts = |it: &Derived| it.item().is_some_and(|item| standing.counting.contains(&item));
        of_it.into_iter().map(|it| RecordFinding::of(moment, it.clone(), counts(it))).collect()
    }

    /// In how many distinct fiscal periods evidence was found within the window.
    async fn periods(&self) -> usize {
        self.standing().periods
    }

    /// How many are needed to be routine.
    async fn needed(&self) -> usize {
        self.standing().needed
    }

    /// The first later day on which the state is lower if nothing more is recorded; null for what is
    /// neither performed nor routine.
    async fn lapses_on(&self) -> Option<Date> {
        self.standing().lapses_on.map(Date)
    }
}
