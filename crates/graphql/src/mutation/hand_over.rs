//! A person hands over what they hold, and perhaps leaves: many commands under one name.

use async_graphql::{Context, Error, InputObject, Object, OneofObject, SimpleObject, Union};
use chrono::NaiveDate;
use cxl_domain::exception::ExceptionKey;
use cxl_domain::id::{ActionId, CommandId, EventId, SeatId, TokenId};
use cxl_domain::time::AsOf;
use cxl_ledger::query::Holding as Held;
use cxl_ledger::{ExecuteError, Executed, HandOver, HandOverPart};

use super::failure::{CommandError, Failure, Scene};
use super::reference::{
    CommitteeRef, Desk, InitiativeRef, MeetingRef, MetricRef, PersonRef, ProgramRef, Reference,
};
use super::rejection::{At, Rejection};
use super::result::{Receipt, RecordedEvent};
use super::typed::{Typed, Unread};
use crate::holding::{Holding, holdings};
use crate::list::List;
use crate::moment::Moment;
use crate::person::Person;
use crate::request::Asking;

/// The most parts of one hand-over.
const MAX_PARTS: usize = 200;

/// Hands over what a person holds.
#[derive(InputObject)]
pub(crate) struct HandOverInput {
    /// Your name for the whole operation: a UUID that you draw once, best of version 7, and send again on
    /// every retry, with the same parts in the same order. Each part is a command of its own, named by this
    /// id and its place, so nothing is handed over twice.
    command_id: Typed<CommandId>,
    /// Who hands over.
    person: PersonRef,
    /// The first day without them, if they leave the organization.
    leaves: Option<Typed<NaiveDate>>,
    /// From which day the others hold it; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// What goes to whom, at most 200. What is not named stays, and shows in to-do lists.
    parts: Vec<HandOverPartInput>,
}

/// One thing that is handed over.
#[derive(InputObject)]
pub(crate) struct HandOverPartInput {
    /// What.
    what: HeldInput,
    /// Who takes it over; left out, an initiative becomes vacant, a seat stays empty and a role ends. A token is
    /// revoked and goes to nobody.
    to: Option<PersonRef>,
}

/// Something that a person holds: exactly one of these.
#[derive(OneofObject)]
pub(crate) enum HeldInput {
    /// They sponsor this program.
    Sponsorship(ProgramRef),
    /// They own this initiative.
    Initiative(InitiativeRef),
    /// They are accountable for this metric.
    Metric(MetricRef),
    /// They own this action.
    Action(HeldActionInput),
    /// They are to take the next step about this exception: it is explained anew in the same words, and
    /// whoever takes it over takes that step.
    Step(HeldStepInput),
    /// They sit on this committee.
    Seat(HeldSeatInput),
    /// They have the role that this event granted.
    Role(Typed<EventId>),
    /// This token stands for them.
    Token(Typed<TokenId>),
}

/// An action that a person owns.
#[derive(InputObject)]
pub(crate) struct HeldActionInput {
    /// The meeting that agreed on it.
    meeting: MeetingRef,
    /// The action.
    action: Typed<ActionId>,
}

/// A step about an exception that a person is to take.
#[derive(InputObject)]
pub(crate) struct HeldStepInput {
    /// The program of the exception.
    program: ProgramRef,
    /// The key of the exception.
    exception: Typed<ExceptionKey>,
}

/// A seat that a person has.
#[derive(InputObject)]
pub(crate) struct HeldSeatInput {
    /// The committee.
    committee: CommitteeRef,
    /// The seat.
    seat: Typed<SeatId>,
}

/// What became of one thing that was to be handed over.
#[derive(SimpleObject)]
pub(crate) struct HandedOverPart {
    /// The recorded events; none where it was not handed over.
    events: List<RecordedEvent>,
    /// Whether it was handed over before; then these are the events of that time.
    replayed: bool,
    /// Why it was not handed over; null if it was.
    failure: Option<CommandError>,
}

/// Every part of a hand-over was answered.
#[derive(SimpleObject)]
pub(crate) struct HandedOver {
    /// Who handed over.
    person: Person,
    /// That the person left; null where they stay.
    left: Option<HandedOverPart>,
    /// One answer a part, in their order. A refused part keeps no other from being handed over.
    parts: List<HandedOverPart>,
    /// How many of them were not handed over.
    failed: usize,
    /// What the person still holds, in the programs that you can read.
    remaining: List<Holding>,
}

/// What a hand-over is answered.
#[derive(Union)]
pub(crate) enum HandOverResult {
    Answered(HandedOver),
    #[graphql(flatten)]
    Failure(Failure),
}

#[derive(Debug, Default)]
pub(crate) struct HandOverMutation;

#[Object]
impl HandOverMutation {
    /// Hands over what a person holds, and records that they leave, if they do. Repeated with the same
    /// command id, what was recorded is answered and the rest is tried again.
    async fn hand_over(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What goes to whom.")] input: HandOverInput,
    ) -> Result<Option<HandOverResult>, Error> {
        let asking = Asking::of(ctx)?;
        let command = input.command_id.text().to_owned();
        let desk = Desk::new(&asking.ledger, asking.actor);
        let (bulk, hand_over) = match input.read(&desk).await {
            Ok(read) => read,
            Err(rejection) => {
                return Ok(Some(Scene::at(["input"]).of(&command).rejected(rejection)?.into()));
            }
        };
        let person = hand_over.person;
        let answered = asking.ledger.hand_over(asking.actor, bulk, hand_over).await;
        let moment = Moment::after(asking, asking.ledger.snapshot(), None)?;
        let part =
            |answer: Result<Executed, ExecuteError>, path: &[&str]| part(&moment, &command, answer, path);
        let left = answered.left.map(|answer| part(answer, &["leaves"])).transpose()?;
        let mut parts = Vec::with_capacity(answered.parts.len());
        for (index, answer) in answered.parts.into_iter().enumerate() {
            parts.push(part(answer, &["parts", &index.to_string()])?);
        }
        Ok(Some(HandOverResult::Answered(HandedOver {
            person: Person::reference(&moment, person),
            left,
            failed: parts.iter().filter(|part| part.failure.is_some()).count(),
            parts: parts.into(),
            remaining: holdings(&moment, person),
        })))
    }
}

impl HandOverInput {
    async fn read(self, desk: &Desk<'_>) -> Result<(CommandId, HandOver), Rejection> {
        let bulk = self.command_id.at("commandId")?;
        if self.parts.len() > MAX_PARTS {
            let problem =
                format!("at most {MAX_PARTS} things at once, these are {}; split them", self.parts.len());
            return Err(Rejection::misread(problem)).at("parts");
        }
        let mut parts = Vec::with_capacity(self.parts.len());
        for (index, HandOverPartInput { what, to }) in self.parts.into_iter().enumerate() {
            let place = index.to_string();
            let holding = what.find(desk).await.at("what").at(&place).at("parts")?;
            let to = to.find(desk).await.at("to").at(&place).at("parts")?;
            parts.push(HandOverPart { holding, to });
        }
        let person = self.person.find(desk).await.at("person")?;
        Ok((bulk, HandOver { person, leaves: self.leaves.at("leaves")?, on: self.on.at("on")?, parts }))
    }
}

impl HeldInput {
    async fn find(self, desk: &Desk<'_>) -> Result<Held, Rejection> {
        Ok(match self {
            Self::Sponsorship(program) => Held::Sponsorship(program.find(desk).await.at("sponsorship")?),
            Self::Initiative(initiative) => Held::Initiative(initiative.find(desk).await.at("initiative")?),
            Self::Metric(metric) => Held::Metric(metric.find(desk).await.at("metric")?),
            Self::Action(HeldActionInput { meeting, action }) => {
                let meeting = meeting.find(desk).await.at("meeting").at("action")?;
                Held::Action(meeting, action.at("action").at("action")?)
            }
            Self::Step(HeldStepInput { program, exception }) => {
                let program = program.find(desk).await.at("program").at("step")?;
                Held::Step(program, exception.at("exception").at("step")?)
            }
            Self::Seat(HeldSeatInput { committee, seat }) => {
                let committee = committee.find(desk).await.at("committee").at("seat")?;
                Held::Seat(committee, seat.at("seat").at("seat")?)
            }
            Self::Role(grant) => {
                let grant = grant.at("role")?;
                let grants = desk.views.organization().state.grants(&AsOf::head(NaiveDate::MAX));
                let program =
                    grants.into_iter().find(|held| held.event == grant).and_then(|held| held.program);
                Held::Role(grant, program)
            }
            Self::Token(token) => Held::Token(token.at("token")?),
        })
    }
}

fn part(
    moment: &std::sync::Arc<Moment>,
    command: &str,
    answer: Result<Executed, ExecuteError>,
    path: &[&str],
) -> Result<HandedOverPart, Error> {
    match answer {
        Ok(executed) => {
            let Receipt { events, replayed, .. } = Receipt::of(moment, &executed)?;
            Ok(HandedOverPart { events: events.into(), replayed, failure: None })
        }
        Err(error) => {
            let around: Vec<_> = std::iter::once("input").chain(path.iter().copied()).collect();
            let failure = Scene::within(&around).of(command).failure(error)?;
            Ok(HandedOverPart { events: List::default(), replayed: false, failure: Some(failure.into()) })
        }
    }
}
