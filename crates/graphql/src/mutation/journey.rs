//! Mutations of journeys: what comes onto their maps, moves on them and leaves them.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::id::{EventId, JourneyId};
use cxl_domain::journey::{self, Command, HandOffAdded, Map, StageAdded, TouchpointAdded};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{DepartmentRef, Desk, JourneyRef, ProgramRef, Reference, SpotRef};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::journey::Journey;
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about a journey was recorded.
    JourneyRecorded {
        /// The journey as it stands now, also once all of it is recorded in error.
        journey: Journey
    }
    /// What a command about a journey is answered.
    JourneyResult
    JourneyMutation {
        /// Begins the map of a journey in a program.
        map_journey(MapJourney);
        /// Gives a journey another name, from a day on.
        rename_journey(RenameJourney);
        /// Puts a stage onto the map, from a day on; the id of the event is the stage's.
        add_stage(AddStage);
        /// Puts a touchpoint into a stage, from a day on; the id of the event is the touchpoint's.
        add_touchpoint(AddTouchpoint);
        /// Puts a hand-off between departments onto the map, from a day on; the id of the event is its id.
        add_hand_off(AddHandOff);
        /// Gives a stage, touchpoint or hand-off another name, from a day on.
        rename_spot(RenameSpot);
        /// Gives a stage another place in the order, from a day on.
        move_stage(MoveStage);
        /// Moves a touchpoint to another stage, from a day on; its hand-offs move along.
        move_touchpoint(MoveTouchpoint);
        /// Names the department that is responsible for a touchpoint, from a day on.
        name_responsible_department(NameResponsibleDepartment);
        /// Takes a stage, touchpoint or hand-off off the map, from a day on.
        retire_spot(RetireSpot);
        /// Takes a whole journey back that was recorded in error.
        record_journey_in_error(RecordInError<Journeys>);
        /// Annuls a fact about a journey that was recorded in error.
        annul_journey_fact(Annul<Journeys>);
        /// Replaces a fact about a journey that was recorded wrongly.
        correct_journey_fact(Correct<Journeys>);
    }
}

/// The journeys.
pub(crate) struct Journeys;

impl Noun for Journeys {
    type Command = Command;
    type Answer = JourneyResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Journey(id.map(JourneyId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<JourneyResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = JourneyId(executed.id);
        let held = views.thing::<journey::Journey>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(JourneyRecorded::new(&moment, &executed, Journey::found(&moment, id))?.into())
    }
}

impl Named for Journeys {
    const FIELD: &'static str = "journey";
    const WHICH: &'static str = "The journey.";
    type Reference = JourneyRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for Journeys {
    type Existing = On<Self>;
    type Statement = JourneyFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a journey as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "JourneyFactInput")]
pub(crate) enum JourneyFact {
    /// Another program, code or first day.
    MapJourney(MapJourney),
    /// Another name.
    RenameJourney(RenameJourney),
    /// Another code, name, place in the order or first day of a stage.
    AddStage(AddStage),
    /// Another code, name, stage, channel, department or first day of a touchpoint.
    AddTouchpoint(AddTouchpoint),
    /// Other departments, another code, name, place or first day of a hand-off.
    AddHandOff(AddHandOff),
    /// Another name of a stage, touchpoint or hand-off.
    RenameSpot(RenameSpot),
    /// Another place of a stage in the order.
    MoveStage(MoveStage),
    /// Another move of a touchpoint.
    MoveTouchpoint(MoveTouchpoint),
    /// Another responsible department.
    NameResponsibleDepartment(NameResponsibleDepartment),
    /// Another retirement.
    RetireSpot(RetireSpot),
}

impl Statement<Journeys> for JourneyFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::MapJourney(act) => act.command(desk).await,
            Self::RenameJourney(act) => act.command(desk).await,
            Self::AddStage(act) => act.command(desk).await,
            Self::AddTouchpoint(act) => act.command(desk).await,
            Self::AddHandOff(act) => act.command(desk).await,
            Self::RenameSpot(act) => act.command(desk).await,
            Self::MoveStage(act) => act.command(desk).await,
            Self::MoveTouchpoint(act) => act.command(desk).await,
            Self::NameResponsibleDepartment(act) => act.command(desk).await,
            Self::RetireSpot(act) => act.command(desk).await,
        }
    }
}

/// Begins the map of a journey.
#[derive(InputObject)]
#[graphql(name = "MapJourneyFields")]
pub(crate) struct MapJourney {
    /// The program.
    program: ProgramRef,
    /// The code, unique in the program.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// From which day, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for MapJourney {
    type On = Unnamed<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Map(Map {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            on: self.on.at("on")?,
        }))
    }
}

/// Gives a journey another name.
#[derive(InputObject)]
#[graphql(name = "RenameJourneyFields")]
pub(crate) struct RenameJourney {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameJourney {
    type On = On<Journeys>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Puts a stage onto the map.
#[derive(InputObject)]
#[graphql(name = "AddStageFields")]
pub(crate) struct AddStage {
    /// Its code, unique on the map.
    code: Typed<Code>,
    /// Its name.
    name: Typed<Text>,
    /// Its place in the order of the stages, the least first.
    order: u16,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AddStage {
    type On = On<Journeys>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        let stage =
            StageAdded { code: self.code.at("code")?, name: self.name.at("name")?, order: self.order };
        Ok(Command::AddStage { stage, on: self.on.at("on")? })
    }
}

/// Puts a touchpoint into a stage.
#[derive(InputObject)]
#[graphql(name = "AddTouchpointFields")]
pub(crate) struct AddTouchpoint {
    /// Its code, unique on the map.
    code: Typed<Code>,
    /// Its name.
    name: Typed<Text>,
    /// The stage in which it lies.
    stage: SpotRef,
    /// The channel over which customers meet the company here.
    channel: Option<Typed<Code>>,
    /// The department that is responsible for it.
    department: Option<DepartmentRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AddTouchpoint {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let touchpoint = TouchpointAdded {
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            stage: self.stage.find(desk).await.at("stage")?,
            channel: self.channel.at("channel")?,
            department: self.department.find(desk).await.at("department")?,
        };
        Ok(Command::AddTouchpoint { touchpoint, on: self.on.at("on")? })
    }
}

/// Puts a hand-off between departments onto the map.
#[derive(InputObject)]
#[graphql(name = "AddHandOffFields")]
pub(crate) struct AddHandOff {
    /// Its code, unique on the map.
    code: Typed<Code>,
    /// Its name, if the two departments do not say enough.
    name: Option<Typed<Text>>,
    /// The department that lets the customer go.
    from: DepartmentRef,
    /// The department that takes the customer over.
    to: DepartmentRef,
    /// The stage or touchpoint at which that happens.
    at: SpotRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AddHandOff {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let hand_off = HandOffAdded {
            code: self.code.at("code")?,
            name: self.name.at("name")?,
            from: self.from.find(desk).await.at("from")?,
            to: self.to.find(desk).await.at("to")?,
            at: self.at.find(desk).await.at("at")?,
        };
        Ok(Command::AddHandOff { hand_off, on: self.on.at("on")? })
    }
}

/// Gives a stage, touchpoint or hand-off another name.
#[derive(InputObject)]
#[graphql(name = "RenameSpotFields")]
pub(crate) struct RenameSpot {
    /// Which.
    spot: SpotRef,
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameSpot {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let spot = self.spot.find(desk).await.at("spot")?;
        Ok(Command::RenameSpot { spot, name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// Gives a stage another place in the order.
#[derive(InputObject)]
#[graphql(name = "MoveStageFields")]
pub(crate) struct MoveStage {
    /// The stage.
    stage: SpotRef,
    /// Its place in the order of the stages, the least first.
    order: u16,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for MoveStage {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let stage = self.stage.find(desk).await.at("stage")?;
        Ok(Command::MoveStage { stage, order: self.order, on: self.on.at("on")? })
    }
}

/// Moves a touchpoint to another stage.
#[derive(InputObject)]
#[graphql(name = "MoveTouchpointFields")]
pub(crate) struct MoveTouchpoint {
    /// The touchpoint.
    touchpoint: SpotRef,
    /// The stage in which it lies from then on.
    stage: SpotRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for MoveTouchpoint {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let touchpoint = self.touchpoint.find(desk).await.at("touchpoint")?;
        let stage = self.stage.find(desk).await.at("stage")?;
        Ok(Command::MoveTouchpoint { touchpoint, stage, on: self.on.at("on")? })
    }
}

/// Names the department that is responsible for a touchpoint.
#[derive(InputObject)]
#[graphql(name = "NameResponsibleDepartmentFields")]
pub(crate) struct NameResponsibleDepartment {
    /// The touchpoint.
    touchpoint: SpotRef,
    /// The department; nobody is responsible any more if left out.
    department: Option<DepartmentRef>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for NameResponsibleDepartment {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let touchpoint = self.touchpoint.find(desk).await.at("touchpoint")?;
        let department = self.department.find(desk).await.at("department")?;
        Ok(Command::NameResponsible { touchpoint, department, on: self.on.at("on")? })
    }
}

/// Takes a stage, touchpoint or hand-off off the map.
#[derive(InputObject)]
#[graphql(name = "RetireSpotFields")]
pub(crate) struct RetireSpot {
    /// Which.
    spot: SpotRef,
    /// Why.
    reason: Option<Typed<Text>>,
    /// The first day without it; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RetireSpot {
    type On = On<Journeys>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let spot = self.spot.find(desk).await.at("spot")?;
        Ok(Command::RetireSpot { spot, reason: self.reason.at("reason")?, on: self.on.at("on")? })
    }
}
