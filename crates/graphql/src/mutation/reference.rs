//! What an input refers to: things by their id or by the code that people and files use.

use std::sync::{Arc, OnceLock};

use async_graphql::{InputObject, OneofObject};
use chrono::{DateTime, NaiveDate, Utc};
use cxl_domain::code::Code;
use cxl_domain::committee::Committee;
use cxl_domain::decision::Decision;
use cxl_domain::id::{
    CommitteeId, DecisionId, DepartmentId, EvidenceId, GoalId, ImprovementId, InitiativeId, InsightId,
    JourneyId, MeetingId, MetricId, PainPointId, PersonId, ProgramId, SpotId,
};
use cxl_domain::insight::Insight;
use cxl_domain::journey::{Journey, Place};
use cxl_domain::meeting::Meeting;
use cxl_domain::pain_point::PainPoint;
use cxl_domain::refusal::Refusal;
use cxl_domain::time::AsOf;
use cxl_ledger::rights::may_read;
use cxl_ledger::shelf::{Shelf, Shelved};
use cxl_ledger::views::CodeScope;
use cxl_ledger::{ExecuteError, Ledger, Views};
use cxl_store::meta::Actor;
use uuid::Uuid;

use super::rejection::{At, Rejection};
use super::typed::{Typed, Unread};
use crate::node::program_of_evidence;

/// A program, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum ProgramRef {
    /// Its id.
    Id(Typed<ProgramId>),
    /// Its code.
    Code(Typed<Code>),
}

/// A person, by the person's id or code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum PersonRef {
    /// The person's id.
    Id(Typed<PersonId>),
    /// The person's code.
    Code(Typed<Code>),
}

/// A strategic goal, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum GoalRef {
    /// Its id.
    Id(Typed<GoalId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A department, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum DepartmentRef {
    /// Its id.
    Id(Typed<DepartmentId>),
    /// Its code.
    Code(Typed<Code>),
}

/// An initiative, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum InitiativeRef {
    /// Its id.
    Id(Typed<InitiativeId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A metric, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum MetricRef {
    /// Its id.
    Id(Typed<MetricId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A committee, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum CommitteeRef {
    /// Its id.
    Id(Typed<CommitteeId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A meeting, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum MeetingRef {
    /// Its id.
    Id(Typed<MeetingId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A decision, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum DecisionRef {
    /// Its id.
    Id(Typed<DecisionId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A journey, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum JourneyRef {
    /// Its id.
    Id(Typed<JourneyId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A pain point, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum PainPointRef {
    /// Its id.
    Id(Typed<PainPointId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// An insight, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum InsightRef {
    /// Its id.
    Id(Typed<InsightId>),
    /// Its code in its program.
    Code(CodeInProgram),
}

/// A stage, touchpoint or hand-off on the map of the journey that is meant, by its id or its code.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum SpotRef {
    /// Its id.
    Id(Typed<SpotId>),
    /// Its code on that map.
    Code(Typed<Code>),
}

/// A place on a journey: one stage, touchpoint or hand-off, or the whole of it.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PlaceInput {
    /// The journey.
    journey: JourneyRef,
    /// The stage, touchpoint or hand-off; the whole journey if left out.
    spot: Option<SpotRef>,
}

/// A code that is unique in a program.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CodeInProgram {
    /// The program's code.
    program: Typed<Code>,
    /// The code.
    code: Typed<Code>,
}

/// Where references are looked up: what is recorded now, as far as the caller may read it.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    ledger: &'a Ledger,
    pub(super) views: Arc<Views>,
    reader: Actor,
    now: DateTime<Utc>,
    /// What the act is done to, once that is known: a part of it may be named by its code alone.
    about: OnceLock<Uuid>,
}

impl<'a> Desk<'a> {
    /// The newest state of the ledger, for somebody.
    pub(crate) fn new(ledger: &'a Ledger, reader: Actor) -> Self {
        Self { ledger, views: ledger.snapshot(), reader, now: ledger.now(), about: OnceLock::new() }
    }

    /// The same desk for an act that is done to a thing.
    pub(crate) fn acting_on(&self, id: Option<Uuid>) {
        if let Some(id) = id {
            self.about.get_or_init(|| id);
        }
    }

    fn readable(&self, program: Option<ProgramId>) -> bool {
        program.is_some_and(|program| may_read(&self.views, &self.reader, program, self.now))
    }
}

/// Something that an input refers to.
pub(crate) trait Reference: Sized + Send {
    /// The id that it stands for.
    type Id;

    /// Looks it up. What the caller may not read is not there; what was recorded in error is, for
    /// the rules to say so.
    fn find(self, desk: &Desk<'_>) -> impl Future<Output = Result<Self::Id, Rejection>> + Send;
}

impl<R: Reference> Reference for Option<R> {
    type Id = Option<R::Id>;

    async fn find(self, desk: &Desk<'_>) -> Result<Self::Id, Rejection> {
        match self {
            Some(named) => named.find(desk).await.map(Some),
            None => Ok(None),
        }
    }
}

impl<R: Reference> Reference for Vec<R>
where
    R::Id: Send,
{
    type Id = Vec<R::Id>;

    async fn find(self, desk: &Desk<'_>) -> Result<Self::Id, Rejection> {
        let mut found = Vec::with_capacity(self.len());
        for (index, named) in self.into_iter().enumerate() {
            found.push(named.find(desk).await.at(&index.to_string())?);
        }
        Ok(found)
    }
}

impl Reference for ProgramRef {
    type Id = ProgramId;

    async fn find(self, desk: &Desk<'_>) -> Result<ProgramId, Rejection> {
        match self {
            Self::Id(typed) => {
                let there = |id: &ProgramId| desk.views.program(*id).is_some() && desk.readable(Some(*id));
                by_id("program", typed, there)
            }
            Self::Code(typed) => desk.program(typed).at("code"),
        }
    }
}

impl Reference for PersonRef {
    type Id = PersonId;

    async fn find(self, desk: &Desk<'_>) -> Result<PersonId, Rejection> {
        match self {
            Self::Id(typed) => by_id("person", typed, |id| desk.views.person(*id).is_some()),
            Self::Code(typed) => {
                let text = typed.text().to_owned();
                let code = typed.at("code")?;
                let found = desk.ledger.person_named_by(&code).await.map_err(ExecuteError::from);
                match found {
                    Ok(Some(person)) => Ok(person),
                    Ok(None) => Err(unknown("person", text).within("code")),
                    Err(error) => Err(Rejection { path: Vec::new(), error }),
                }
            }
        }
    }
}

impl Reference for DepartmentRef {
    type Id = DepartmentId;

    async fn find(self, desk: &Desk<'_>) -> Result<DepartmentId, Rejection> {
        let organization = &desk.views.organization().state;
        match self {
            Self::Id(typed) => {
                by_id("department", typed, |id| organization.department(*id, &ever()).is_some())
            }
            Self::Code(typed) => {
                let text = typed.text().to_owned();
                let code = typed.at("code")?;
                let found = organization.department_of_code(&code, &ever());
                found
                    .map(|department| department.id)
                    .ok_or_else(|| unknown("department", text).within("code"))
            }
        }
    }
}

impl Reference for InitiativeRef {
    type Id = InitiativeId;

    async fn find(self, desk: &Desk<'_>) -> Result<InitiativeId, Rejection> {
        match self {
            Self::Id(typed) => by_id("initiative", typed, |id| {
                let held = desk.views.initiative(*id);
                held.is_some_and(|held| desk.readable(held.state.program(&ever())))
            }),
            Self::Code(named) => {
                desk.in_program("initiative", named, CodeScope::Initiative).at("code").map(InitiativeId)
            }
        }
    }
}

impl Reference for MetricRef {
    type Id = MetricId;

    async fn find(self, desk: &Desk<'_>) -> Result<MetricId, Rejection> {
        match self {
            Self::Id(typed) => by_id("metric", typed, |id| {
                let held = desk.views.metric(*id);
                held.is_some_and(|held| desk.readable(held.state.program(&ever())))
            }),
            Self::Code(named) => desk.in_program("metric", named, CodeScope::Metric).at("code").map(MetricId),
        }
    }
}

impl Reference for GoalRef {
    type Id = GoalId;

    async fn find(self, desk: &Desk<'_>) -> Result<GoalId, Rejection> {
        match self {
            Self::Id(typed) => by_id("goal", typed, |id| desk.readable(desk.views.program_of_goal(*id))),
            Self::Code(named) => desk.goal(named).at("code"),
        }
    }
}

impl Reference for DecisionRef {
    type Id = DecisionId;

    async fn find(self, desk: &Desk<'_>) -> Result<DecisionId, Rejection> {
        match self {
            Self::Id(typed) => desk.thing::<Decision>("decision", typed),
            Self::Code(named) => desk.thing_of_code::<Decision>("decision", named),
        }
    }
}

impl Reference for CommitteeRef {
    type Id = CommitteeId;

    async fn find(self, desk: &Desk<'_>) -> Result<CommitteeId, Rejection> {
        match self {
            Self::Id(typed) => desk.thing::<Committee>("committee", typed),
            Self::Code(named) => desk.thing_of_code::<Committee>("committee", named),
        }
    }
}

impl Reference for MeetingRef {
    type Id = MeetingId;

    async fn find(self, desk: &Desk<'_>) -> Result<MeetingId, Rejection> {
        match self {
            Self::Id(typed) => desk.thing::<Meeting>("meeting", typed),
            Self::Code(named) => desk.thing_of_code::<Meeting>("meeting", named),
        }
    }
}

impl Reference for JourneyRef {
    type Id = JourneyId;

    async fn find(self, desk: &Desk<'_>) -> Result<JourneyId, Rejection> {
        match self {
            Self::Id(typed) => desk.thing::<Journey>("journey", typed),
            Self::Code(named) => desk.thing_of_code::<Journey>("journey", named),
        }
    }
}

impl Reference for PainPointRef {
    type Id = PainPointId;

    async fn find(self, desk: &Desk<'_>) -> Result<PainPointId, Rejection> {
        match self {
            Self::Id(typed) => desk.thing::<PainPoint>("pain point", typed),
            Self::Code(named) => desk.thing_of_code::<PainPoint>("pain point", named),
        }
    }
}

impl Reference for InsightRef {
    type Id = InsightId;

    async fn find(self, desk: &Desk<'_>) -> Result<InsightId, Rejection> {
        match self {
            Self::Id(typed) => desk.thing::<Insight>("insight", typed),
            Self::Code(named) => desk.thing_of_code::<Insight>("insight", named),
        }
    }
}

impl Reference for SpotRef {
    type Id = SpotId;

    /// Looks it up on the map of the journey to which the act is done.
    async fn find(self, desk: &Desk<'_>) -> Result<SpotId, Rejection> {
        desk.spot(desk.about.get().copied().map(JourneyId), self)
    }
}

impl Reference for PlaceInput {
    type Id = Place;

    async fn find(self, desk: &Desk<'_>) -> Result<Place, Rejection> {
        let journey = self.journey.find(desk).await.at("journey")?;
        let spot = self.spot.map(|spot| desk.spot(Some(journey), spot)).transpose().at("spot")?;
        Ok(Place { journey, spot })
    }
}

impl Reference for Typed<EvidenceId> {
    type Id = EvidenceId;

    async fn find(self, desk: &Desk<'_>) -> Result<EvidenceId, Rejection> {
        let there = |id: &EvidenceId| desk.readable(program_of_evidence(&desk.views, *id));
        let text = self.text().to_owned();
        let id = self.read()?;
        if there(&id) { Ok(id) } else { Err(unknown("evidence", text)) }
    }
}

impl Desk<'_> {
    fn program(&self, typed: Typed<Code>) -> Result<ProgramId, Rejection> {
        let text = typed.text().to_owned();
        let code = typed.read()?;
        let named = self.views.holder(&CodeScope::Program, &code).map(ProgramId);
        named.filter(|id| self.readable(Some(*id))).ok_or_else(|| unknown("program", text))
    }

    /// The initiative inside which an improvement began.
    pub(crate) fn initiative_of(&self, typed: Typed<ImprovementId>) -> Result<InitiativeId, Rejection> {
        let text = typed.text().to_owned();
        let id = typed.read()?;
        let initiative = self.views.initiative_of_improvement(id).filter(|initiative| {
            let held = self.views.initiative(*initiative);
            held.is_some_and(|held| self.readable(held.state.program(&ever())))
        });
        initiative.ok_or_else(|| unknown("improvement", text))
    }

    fn goal(&self, named: CodeInProgram) -> Result<GoalId, Rejection> {
        let program = self.program(named.program).at("program")?;
        let text = named.code.text().to_owned();
        let code = named.code.at("code")?;
        let held = self.views.program(program);
        let goal = held.and_then(|held| held.state.goal_of_code(&code, &ever()));
        goal.map(|goal| goal.id).ok_or_else(|| unknown("goal", text).within("code"))
    }

    /// A stage, touchpoint or hand-off on the map of a journey.
    fn spot(&self, journey: Option<JourneyId>, named: SpotRef) -> Result<SpotId, Rejection> {
        let map = journey.and_then(|journey| self.views.thing::<Journey>(journey)).map(|held| &held.state);
        match named {
            SpotRef::Id(typed) => {
                by_id("spot on the map", typed, |id| map.is_some_and(|map| map.spot(*id, &ever()).is_some()))
            }
            SpotRef::Code(typed) => {
                let text = typed.text().to_owned();
                let code = typed.at("code")?;
                let spot = map.and_then(|map| map.spot_of_code(&code, &ever()));
                spot.map(|spot| spot.id).ok_or_else(|| unknown("spot on the map", text).within("code"))
            }
        }
    }

    /// A thing of a noun with a shelf of its own, by its id.
    fn thing<N: Shelved>(&self, noun: &'static str, typed: Typed<N::Id>) -> Result<N::Id, Rejection>
    where
        Typed<N::Id>: Unread<Read = N::Id>,
    {
        by_id(noun, typed, |id| {
            let held = self.views.thing::<N>(*id);
            held.is_some_and(|held| self.readable(held.state.program(&ever())))
        })
    }

    /// The same by its code.
    fn thing_of_code<N: Shelved>(
        &self,
        noun: &'static str,
        named: CodeInProgram,
    ) -> Result<N::Id, Rejection> {
        self.in_program(noun, named, Shelf::<N>::code_scope).at("code").map(N::Id::from)
    }

    fn in_program(
        &self,
        noun: &'static str,
        named: CodeInProgram,
        scope: impl Fn(ProgramId) -> CodeScope,
    ) -> Result<uuid::Uuid, Rejection> {
        let program = self.program(named.program).at("program")?;
        let text = named.code.text().to_owned();
        let code = named.code.at("code")?;
        let found = self.views.holder(&scope(program), &code);
        found.ok_or_else(|| unknown(noun, text).within("code"))
    }
}

/// Everything recorded, whatever day it is effective from.
fn ever() -> AsOf {
    AsOf::head(NaiveDate::MAX)
}

fn by_id<T>(noun: &'static str, typed: Typed<T>, there: impl Fn(&T) -> bool) -> Result<T, Rejection>
where
    Typed<T>: Unread<Read = T>,
{
    let text = typed.text().to_owned();
    let id = typed.at("id")?;
    if there(&id) { Ok(id) } else { Err(unknown(noun, text).within("id")) }
}

fn unknown(noun: &'static str, reference: String) -> Rejection {
    Rejection::refused(Refusal::Unknown { noun, reference })
}
