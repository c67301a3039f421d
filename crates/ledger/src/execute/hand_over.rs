//! A person leaves: everything they hold goes to others in one operation that can be resumed.

use chrono::NaiveDate;
use cxl_domain::authorization::Action;
use cxl_domain::command::Moment;
use cxl_domain::committee::{self, Committee, MemberSeated, Seat};
use cxl_domain::event::Fact;
use cxl_domain::exception::{ExceptionExplained, ExceptionKey, Explanation};
use cxl_domain::id::{CommandId, CommitteeId, EventId, PersonId, ProgramId, SeatId, event_id, item_command};
use cxl_domain::initiative::InitiativeFact;
use cxl_domain::noun::Noun;
use cxl_domain::organization::{self, RoleGranted};
use cxl_domain::program::ProgramFact;
use cxl_domain::refusal::Refusal;
use cxl_domain::text::Text;
use cxl_domain::time::AsOf;
use cxl_domain::{initiative, meeting, metric, person, program};
use cxl_store::meta::{Actor, Agent};
use uuid::Uuid;

use super::{ExecuteError, Executed};
use crate::command::{Command, Request};
use crate::ledger::Ledger;
use crate::query::{Holding, Inquiry};
use crate::references;
use crate::rights::may;
use crate::texts::{TextAt, TextValue};

/// What somebody holds and who takes it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandOverPart {
    /// What.
    pub holding: Holding,
    /// Who; without anybody an initiative becomes vacant, a seat stays empty and a role ends. A token is
    /// revoked, and goes to nobody.
    pub to: Option<PersonId>,
}

/// A person leaves, or hands over without leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Who hands over.
    pub person: PersonId,
    /// The first day without them, if they leave the organization.
    pub leaves: Option<NaiveDate>,
    /// From which day the others hold it.
    pub on: Option<NaiveDate>,
    /// What goes to whom; what is not named stays, and shows in to-do lists.
    pub parts: Vec<HandOverPart>,
}

/// What became of a hand-over.
#[derive(Debug)]
pub struct HandedOver {
    /// That the person left; nothing where they stay.
    pub left: Option<Result<Executed, ExecuteError>>,
    /// What became of each part, in their order. A refused part keeps no other from being handed over.
    pub parts: Vec<Result<Executed, ExecuteError>>,
}

impl Ledger {
    /// Hands over what a person holds: each part is a command of its own, with the id derived from `bulk`
    /// and its place. Repeated with the same id, what was recorded is answered and the rest is tried
    /// again, so nothing is ever handed over twice.
    pub async fn hand_over(&self, actor: Actor, bulk: CommandId, hand_over: HandOver) -> HandedOver {
        let HandOver { person, leaves, on, parts } = hand_over;
        let mut place = 0;
        let mut next = || {
            place += 1;
            item_command(bulk, place - 1)
        };
        let left = match (next(), leaves) {
            (_, None) => None,
            (id, Some(day)) => {
                let leave = person::Command::Leave { on: Some(day) };
                let command = Command::Person(Some(person), leave.into());
                Some(self.execute(Request::new(actor, id, command)).await)
            }
        };
        let mut answers = Vec::with_capacity(parts.len());
        for part in parts {
            let ids = (next(), next());
            answers.push(self.hand_part_over(actor, ids, person, part, on).await);
        }
        HandedOver { left, parts: answers }
    }

    async fn hand_part_over(
        &self,
        actor: Actor,
        (id, second): (CommandId, CommandId),
        from: PersonId,
        HandOverPart { holding, to }: HandOverPart,
        on: Option<NaiveDate>,
    ) -> Result<Executed, ExecuteError> {
        let somebody = || to.ok_or_else(|| Refusal::invalid("to", "somebody takes this over; say who"));
        let command = match holding {
            Holding::Sponsorship(program) => {
                let named = program::Command::NameSponsor { sponsor: somebody()?, on };
                Command::Program(Some(program), named)
            }
            Holding::Initiative(initiative) => {
                let authority = None;
                let act = match to {
                    Some(owner) => initiative::Command::AssignOwner { owner, on, authority },
                    None => initiative::Command::VacateOwner { reason: None, on, authority },
                };
                Command::Initiative(Some(initiative), act)
            }
            Holding::Metric(metric) => {
                let assigned = metric::Command::AssignAccountable { person: somebody()?, on };
                Command::Metric(Some(metric), assigned)
            }
            Holding::Action(meeting, action) => {
                let handed = meeting::Command::HandActionOver { action, owner: somebody()?, on };
                Command::Meeting(Some(meeting), handed)
            }
            Holding::Step(program, exception) => {
                return self.hand_step_over(actor, id, from, (program, exception), somebody()?).await;
            }
            Holding::Evidence(_) => {
                let problem =
                    "evidence awaits whoever leads the program or keeps its records; hand that role over";
                return Err(Refusal::invalid("what", problem).into());
            }
            Holding::Seat(committee, seat) => {
                return self.hand_seat_over(actor, (id, second), from, (committee, seat), to, on).await;
            }
            Holding::Role(grant, _) => {
                return self.hand_role_over(actor, (id, second), from, grant, to, on).await;
            }
            Holding::Token(token) => {
                if to.is_some() {
                    let problem = "a token stands for one person and is revoked; leave this out";
                    return Err(Refusal::invalid("to", problem).into());
                }
                Command::Organization(organization::Command::RevokeToken { token, reason: None })
            }
        };
        self.execute(Request::new(actor, id, command)).await
    }

    /// Explains an exception anew in the words in which it was explained, with somebody else who takes the
    /// step.
    async fn hand_step_over(
        &self,
        actor: Actor,
        id: CommandId,
        from: PersonId,
        (program, exception): (ProgramId, ExceptionKey),
        to: PersonId,
    ) -> Result<Executed, ExecuteError> {
        let unknown = || Refusal::Unknown { noun: "explanation", reference: exception.since.to_string() };
        let said = self.explained_by(actor, id, from, (program, exception)).ok_or_else(unknown)?;
        let at = |pointer| TextAt { position: said.position, pointer };
        let texts = self.texts(&[at("/fact/cause"), at("/fact/next_step")]).await?;
        let [cause, next_step] = texts.as_slice() else { return Err(unknown().into()) };
        let cause = words(cause)?.ok_or_else(unknown)?;
        let explained =
            ExceptionExplained { exception, cause, next_step: words(next_step)?, owner: to, due: said.due };
        let command = match exception.about.initiative() {
            Some(initiative) => {
                Command::Initiative(Some(initiative), initiative::Command::ExplainException { explained })
            }
            None => Command::Program(Some(program), program::Command::ExplainException { explained }),
        };
        self.execute(Request::new(actor, id, command)).await
    }

    /// The explanation whose words are said again: what this command said before, else what was said last,
    /// if the step is still theirs who hands it over.
    fn explained_by(
        &self,
        actor: Actor,
        id: CommandId,
        from: PersonId,
        (program, exception): (ProgramId, ExceptionKey),
    ) -> Option<Explanation> {
        let (views, as_of) = (self.snapshot(), AsOf::head(NaiveDate::MAX));
        // Whoever can't read the program learns nothing of what was said.
        if !may(&views, &actor, Action::ReadProgram, Some(program), self.now()).allow {
            return None;
        }
        let again = |kind: &str, stream: Uuid| event_id(actor.key(), &format!("{kind}-{stream}"), id, 0);
        let said_before = match exception.about.initiative() {
            Some(of) => {
                let held = views.initiative(of)?;
                (held.state.program(&as_of) == Some(program)).then_some(())?;
                held.state.explanation_given(again(InitiativeFact::KIND, of.0))
            }
            None => views.program(program)?.state.explanation_given(again(ProgramFact::KIND, program.0)),
        };
        let inquiry = Inquiry { views: &views, analyses: &self.analyses, as_of };
        let said_last = || inquiry.explanation(program, &exception).filter(|said| said.owner == from);
        said_before.or_else(said_last)
    }

    async fn hand_seat_over(
        &self,
        actor: Actor,
        (id, second): (CommandId, CommandId),
        from: PersonId,
        (committee, seat): (CommitteeId, SeatId),
        to: Option<PersonId>,
        on: Option<NaiveDate>,
    ) -> Result<Executed, ExecuteError> {
        let held = self.snapshot().thing::<Committee>(committee).and_then(|held| {
            let ever = AsOf::head(NaiveDate::MAX);
            held.state.seats(&ever).into_iter().find(|held| held.id == seat && held.person == from)
        });
        let unknown = || Refusal::Unknown { noun: "seat", reference: seat.to_string() };
        let held = held.ok_or_else(unknown)?;
        let vacate = committee::Command::VacateSeat { seat, reason: None, on };
        let vacate = Request::new(actor, id, Command::Committee(Some(committee), vacate));
        let Some(person) = to else { return self.execute(vacate).await };
        let member = MemberSeated { person, role: held.role, department: held.department };
        let seated = committee::Command::SeatMember { member, on, until: None };
        let seated = Request::new(actor, second, Command::Committee(Some(committee), seated));
        // A single seat can be taken only once it was left, so whether it can be is asked beforehand.
        self.could_follow(&seated, committee, &held, person, on)?;
        self.execute(vacate).await?;
        self.execute(seated).await
    }

    /// Refuses that a seat is left for somebody who could not be seated on it: nobody would have it.
    fn could_follow(
        &self,
        seated: &Request,
        committee: CommitteeId,
        held: &Seat,
        person: PersonId,
        on: Option<NaiveDate>,
    ) -> Result<(), Refusal> {
        let (views, now) = (self.snapshot(), self.now());
        let (Agent::Person(by), Some(found)) = (seated.actor.agent, views.thing::<Committee>(committee))
        else {
            return Ok(());
        };
        let program = found.state.program(&AsOf::head(NaiveDate::MAX));
        let moment = Moment::new(by, now, views.zone_of(program, &AsOf::head(now.date_naive())));
        // What was left by an earlier call of the same operation goes on from there.
        if held.until.is_some_and(|until| until <= moment.day(on)) {
            return Ok(());
        }
        references::check(&views, &seated.command, committee.0, &moment)?;
        found.state.could_follow(held, person, on, &moment)
    }

    async fn hand_role_over(
        &self,
        actor: Actor,
        (id, second): (CommandId, CommandId),
        from: PersonId,
        grant: EventId,
        to: Option<PersonId>,
        on: Option<NaiveDate>,
    ) -> Result<Executed, ExecuteError> {
        let grants = self.snapshot().organization().state.grants(&AsOf::head(NaiveDate::MAX));
        let held = grants.into_iter().find(|held| held.event == grant && held.person == from);
        let unknown = || Refusal::Unknown { noun: "grant", reference: grant.to_string() };
        let held = held.ok_or_else(unknown)?;
        let withdraw = organization::Command::WithdrawRole { grant, reason: None, on };
        let withdraw = Request::new(actor, id, Command::Organization(withdraw));
        let Some(person) = to else { return self.execute(withdraw).await };
        // Granted before it is withdrawn: where nobody gets it nobody loses it, and somebody always
        // administers.
        let granted = RoleGranted { person, role: held.role, program: held.program };
        let grant = organization::Command::GrantRole { granted, on, until: None };
        let granted = self.execute(Request::new(actor, second, Command::Organization(grant))).await?;
        self.execute(withdraw).await?;
        Ok(granted)
    }
}

/// The words of a recorded text, to be said again.
fn words(text: &TextValue) -> Result<Option<Text>, Refusal> {
    let problem = "the words of its explanation can't be read; explain the exception anew instead";
    match text {
        TextValue::Clear(text) => Text::typed(text).map(Some).map_err(|_| Refusal::invalid("what", problem)),
        TextValue::Unavailable => Err(Refusal::invalid("what", problem)),
        TextValue::Absent => Ok(None),
    }
}
