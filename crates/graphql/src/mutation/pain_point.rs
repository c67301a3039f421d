//! Mutations of pain points: heard, placed on a journey, taken up by initiatives, resolved.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::id::{EventId, PainPointId};
use cxl_domain::noun::Noun as _;
use cxl_domain::pain_point::{self, Command, Heard, Identify, Rated};
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{Desk, InitiativeRef, PainPointRef, PlaceInput, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::moment::Moment;
use crate::pain_point::{Frequency, PainPoint, PainPointSource, Severity};
use crate::request::Asking;

mutations! {
    /// Something about a pain point was recorded.
    PainPointRecorded {
        /// The pain point as it stands now, also once all of it is recorded in error.
        pain_point: PainPoint
    }
    /// What a command about a pain point is answered.
    PainPointResult
    PainPointMutation {
        /// Records where an experience breaks, with the goal behind the request and how that was heard.
        identify_pain_point(IdentifyPainPoint);
        /// Describes a pain point anew, from a day on.
        describe_pain_point(DescribePainPoint);
        /// States the customer's goal behind a pain point anew, from a day on.
        state_customer_goal(StateCustomerGoal);
        /// Records that a pain point was heard again.
        hear_pain_point(HearPainPoint);
        /// Says where on a journey a pain point lies, from a day on.
        place_pain_point(PlacePainPoint);
        /// Says how bad and how frequent a pain point is, from a day on.
        rate_pain_point(RatePainPoint);
        /// Lets an initiative take a pain point up, from a day on.
        take_up_pain_point(TakeUpPainPoint);
        /// Records that customers no longer meet a pain point.
        resolve_pain_point(ResolvePainPoint);
        /// Records that a resolved pain point came back.
        reopen_pain_point(ReopenPainPoint);
        /// Takes a whole pain point back that was recorded in error.
        record_pain_point_in_error(RecordInError<PainPoints>);
        /// Annuls a fact about a pain point that was recorded in error.
        annul_pain_point_fact(Annul<PainPoints>);
        /// Replaces a fact about a pain point that was recorded wrongly.
        correct_pain_point_fact(Correct<PainPoints>);
    }
}

/// The pain points.
pub(crate) struct PainPoints;

impl Noun for PainPoints {
    type Command = Command;
    type Answer = PainPointResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::PainPoint(id.map(PainPointId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<PainPointResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = PainPointId(executed.id);
        let held = views.thing::<pain_point::PainPoint>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(PainPointRecorded::new(&moment, &executed, PainPoint::found(&moment, id))?.into())
    }
}

impl Named for PainPoints {
    const FIELD: &'static str = "painPoint";
    const WHICH: &'static str = "The pain point.";
    type Reference = PainPointRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for PainPoints {
    type Existing = On<Self>;
    type Statement = PainPointFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a pain point as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "PainPointFactInput")]
#[expect(clippy::large_enum_variant, reason = "it lives as long as one request")]
pub(crate) enum PainPointFact {
    /// Another program, code or first day. Of what is identified only these are one fact; description, goal, source, place and rating are facts of their own.
    IdentifyPainPoint(IdentifyPainPoint),
    /// Another description.
    DescribePainPoint(DescribePainPoint),
    /// Another goal.
    StateCustomerGoal(StateCustomerGoal),
    /// Another time that it was heard.
    HearPainPoint(HearPainPoint),
    /// Another place.
    PlacePainPoint(PlacePainPoint),
    /// Another rating.
    RatePainPoint(RatePainPoint),
    /// Another initiative.
    TakeUpPainPoint(TakeUpPainPoint),
    /// Another resolution.
    ResolvePainPoint(ResolvePainPoint),
    /// Another return.
    ReopenPainPoint(ReopenPainPoint),
}

impl Statement<PainPoints> for PainPointFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::IdentifyPainPoint(act) => act.command(desk).await,
            Self::DescribePainPoint(act) => act.command(desk).await,
            Self::StateCustomerGoal(act) => act.command(desk).await,
            Self::HearPainPoint(act) => act.command(desk).await,
            Self::PlacePainPoint(act) => act.command(desk).await,
            Self::RatePainPoint(act) => act.command(desk).await,
            Self::TakeUpPainPoint(act) => act.command(desk).await,
            Self::ResolvePainPoint(act) => act.command(desk).await,
            Self::ReopenPainPoint(act) => act.command(desk).await,
        }
    }
}

/// How a pain point was heard.
#[derive(InputObject)]
#[graphql(name = "HeardInput")]
pub(crate) struct HeardInput {
    /// How.
    source: PainPointSource,
    /// Where that is kept: the code of a survey, of a case, of a report.
    reference: Option<Typed<Code>>,
    /// How many times it was heard there.
    times: Option<u32>,
}

impl Unread for HeardInput {
    type Read = Heard;

    fn read(self) -> Result<Heard, Rejection> {
        let reference = self.reference.at("reference")?;
        Ok(Heard { source: self.source.into(), reference, times: self.times })
    }
}

/// How bad and how frequent a pain point is: one of the two at least.
#[derive(InputObject)]
#[graphql(name = "RatingInput")]
pub(crate) struct RatingInput {
    /// How bad it is for whoever meets it.
    severity: Option<Severity>,
    /// How many meet it.
    frequency: Option<Frequency>,
}

impl From<RatingInput> for Rated {
    fn from(input: RatingInput) -> Self {
        Self { severity: input.severity.map(Into::into), frequency: input.frequency.map(Into::into) }
    }
}

/// Records where an experience breaks.
#[derive(InputObject)]
#[graphql(name = "IdentifyPainPointFields")]
pub(crate) struct IdentifyPainPoint {
    /// The program.
    program: ProgramRef,
    /// The code, unique in the program.
    code: Typed<Code>,
    /// What breaks.
    description: Typed<Text>,
    /// The customer's goal behind the request: what would make the question unnecessary.
    goal: Typed<Text>,
    /// How it was heard.
    heard: HeardInput,
    /// Where on a journey it lies, if that is known.
    place: Option<PlaceInput>,
    /// How bad and how frequent it is, if that is known.
    rating: Option<RatingInput>,
    /// From which day, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for IdentifyPainPoint {
    type On = Unnamed<PainPoints>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Identify(Identify {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            description: self.description.at("description")?,
            goal: self.goal.at("goal")?,
            heard: self.heard.at("heard")?,
            place: self.place.find(desk).await.at("place")?,
            rated: self.rating.map(Rated::from),
            on: self.on.at("on")?,
        }))
    }
}

/// Describes a pain point anew.
#[derive(InputObject)]
#[graphql(name = "DescribePainPointFields")]
pub(crate) struct DescribePainPoint {
    /// What breaks.
    description: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DescribePainPoint {
    type On = On<PainPoints>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Redescribe { description: self.description.at("description")?, on: self.on.at("on")? })
    }
}

/// States the customer's goal anew.
#[derive(InputObject)]
#[graphql(name = "StateCustomerGoalFields")]
pub(crate) struct StateCustomerGoal {
    /// The goal behind the request.
    goal: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for StateCustomerGoal {
    type On = On<PainPoints>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::RestateGoal { goal: self.goal.at("goal")?, on: self.on.at("on")? })
    }
}

/// Records that a pain point was heard again.
#[derive(InputObject)]
#[graphql(name = "HearPainPointFields")]
pub(crate) struct HearPainPoint {
    /// How.
    heard: HeardInput,
    /// The day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for HearPainPoint {
    type On = On<PainPoints>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Hear { heard: self.heard.at("heard")?, on: self.on.at("on")? })
    }
}

/// Says where on a journey a pain point lies.
#[derive(InputObject)]
#[graphql(name = "PlacePainPointFields")]
pub(crate) struct PlacePainPoint {
    /// Where.
    place: PlaceInput,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for PlacePainPoint {
    type On = On<PainPoints>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Place { place: self.place.find(desk).await.at("place")?, on: self.on.at("on")? })
    }
}

/// Says how bad and how frequent a pain point is.
#[derive(InputObject)]
#[graphql(name = "RatePainPointFields")]
pub(crate) struct RatePainPoint {
    /// The rating; it takes the place of the one before.
    rating: RatingInput,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RatePainPoint {
    type On = On<PainPoints>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rate { rated: self.rating.into(), on: self.on.at("on")? })
    }
}

/// Lets an initiative take a pain point up.
#[derive(InputObject)]
#[graphql(name = "TakeUpPainPointFields")]
pub(crate) struct TakeUpPainPoint {
    /// The initiative, of the same program.
    initiative: InitiativeRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for TakeUpPainPoint {
    type On = On<PainPoints>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let initiative = self.initiative.find(desk).await.at("initiative")?;
        Ok(Command::TakeUp { initiative, on: self.on.at("on")? })
    }
}

/// Records that customers no longer meet a pain point.
#[derive(InputObject)]
#[graphql(name = "ResolvePainPointFields")]
pub(crate) struct ResolvePainPoint {
    /// What resolved it.
    how: Option<Typed<Text>>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for ResolvePainPoint {
    type On = On<PainPoints>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Resolve { how: self.how.at("how")?, on: self.on.at("on")? })
    }
}

/// Records that a resolved pain point came back.
#[derive(InputObject)]
#[graphql(name = "ReopenPainPointFields")]
pub(crate) struct ReopenPainPoint {
    /// What shows that.
    reason: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for ReopenPainPoint {
    type On = On<PainPoints>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Reopen { reason: self.reason.at("reason")?, on: self.on.at("on")? })
    }
}
