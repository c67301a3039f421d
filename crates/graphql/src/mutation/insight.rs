//! Mutations of insights: found, shared, acknowledged, acted on.

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::id::{EventId, InsightId};
use cxl_domain::insight::{self, ActedOn, Audience, Command, Find, Origin, ReadingOrigin};
use cxl_domain::noun::Noun as _;
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reference::{
    DepartmentRef, Desk, InitiativeRef, InsightRef, MetricRef, PainPointRef, PersonRef, ProgramRef, Reference,
};
use super::rejection::{At, Rejection};
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::insight::Insight;
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about an insight was recorded.
    InsightRecorded {
        /// The insight as it stands now, also once all of it is recorded in error.
        insight: Insight
    }
    /// What a command about an insight is answered.
    InsightResult
    InsightMutation {
        /// Records what customers say or do, and for whom that is of use.
        find_insight(FindInsight);
        /// Describes an insight anew, from a day on.
        describe_insight(DescribeInsight);
        /// Says from what an insight is drawn as well.
        draw_insight_from(DrawInsightFrom);
        /// Names another department that can act on an insight.
        address_insight(AddressInsight);
        /// Records that an insight was shared.
        share_insight(ShareInsight);
        /// Acknowledges an insight that was shared with you, or with your department.
        acknowledge_insight(AcknowledgeInsight);
        /// Records what was done about an insight.
        act_on_insight(ActOnInsight);
        /// Takes a whole insight back that was recorded in error.
        record_insight_in_error(RecordInError<Insights>);
        /// Annuls a fact about an insight that was recorded in error.
        annul_insight_fact(Annul<Insights>);
        /// Replaces a fact about an insight that was recorded wrongly.
        correct_insight_fact(Correct<Insights>);
    }
}

/// The insights.
pub(crate) struct Insights;

impl Noun for Insights {
    type Command = Command;
    type Answer = InsightResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Insight(id.map(InsightId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<InsightResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = InsightId(executed.id);
        let held = views.thing::<insight::Insight>(id);
        let program = held.and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(InsightRecorded::new(&moment, &executed, Insight::found(&moment, id))?.into())
    }
}

impl Named for Insights {
    const FIELD: &'static str = "insight";
    const WHICH: &'static str = "The insight.";
    type Reference = InsightRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for Insights {
    type Existing = On<Self>;
    type Statement = InsightFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about an insight as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "InsightFactInput")]
pub(crate) enum InsightFact {
    /// Another program, code or first day. Of what is found only these are one fact; description, origins and departments are facts of their own.
    FindInsight(FindInsight),
    /// Another description.
    DescribeInsight(DescribeInsight),
    /// Another origin.
    DrawInsightFrom(DrawInsightFrom),
    /// Another department.
    AddressInsight(AddressInsight),
    /// Another sharing.
    ShareInsight(ShareInsight),
    /// Another acknowledgment.
    AcknowledgeInsight(AcknowledgeInsight),
    /// Another action.
    ActOnInsight(ActOnInsight),
}

impl Statement<Insights> for InsightFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::FindInsight(act) => act.command(desk).await,
            Self::DescribeInsight(act) => act.command(desk).await,
            Self::DrawInsightFrom(act) => act.command(desk).await,
            Self::AddressInsight(act) => act.command(desk).await,
            Self::ShareInsight(act) => act.command(desk).await,
            Self::AcknowledgeInsight(act) => act.command(desk).await,
            Self::ActOnInsight(act) => act.command(desk).await,
        }
    }
}

/// From what an insight is drawn: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "InsightOriginInput")]
pub(crate) enum OriginInput {
    /// A pain point.
    PainPoint(PainPointRef),
    /// A reading of a metric.
    Reading(ReadingOriginInput),
}

/// A reading from which an insight is drawn.
#[derive(InputObject)]
#[graphql(name = "InsightReadingInput")]
pub(crate) struct ReadingOriginInput {
    /// The metric.
    metric: MetricRef,
    /// The event that recorded the figures.
    event: Typed<EventId>,
}

impl Reference for OriginInput {
    type Id = Origin;

    async fn find(self, desk: &Desk<'_>) -> Result<Origin, Rejection> {
        match self {
            Self::PainPoint(named) => named.find(desk).await.at("painPoint").map(Origin::PainPoint),
            Self::Reading(named) => {
                let metric = named.metric.find(desk).await.at("metric").at("reading")?;
                let reading = named.event.at("event").at("reading")?;
                Ok(Origin::Reading(ReadingOrigin { metric, reading }))
            }
        }
    }
}

/// Records what customers say or do.
#[derive(InputObject)]
#[graphql(name = "FindInsightFields")]
pub(crate) struct FindInsight {
    /// The program.
    program: ProgramRef,
    /// The code, unique in the program.
    code: Typed<Code>,
    /// What customers say or do.
    description: Typed<Text>,
    /// From what that is drawn, as far as it is known.
    drawn_from: Option<Vec<OriginInput>>,
    /// The departments that can act on it, as far as they are known.
    departments: Option<Vec<DepartmentRef>>,
    /// From which day, not after today; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for FindInsight {
    type On = Unnamed<Insights>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Find(Find {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            description: self.description.at("description")?,
            origins: self.drawn_from.unwrap_or_default().find(desk).await.at("drawnFrom")?,
            departments: self.departments.unwrap_or_default().find(desk).await.at("departments")?,
            on: self.on.at("on")?,
        }))
    }
}

/// Describes an insight anew.
#[derive(InputObject)]
#[graphql(name = "DescribeInsightFields")]
pub(crate) struct DescribeInsight {
    /// What customers say or do.
    description: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DescribeInsight {
    type On = On<Insights>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Redescribe { description: self.description.at("description")?, on: self.on.at("on")? })
    }
}

/// Says from what an insight is drawn as well.
#[derive(InputObject)]
#[graphql(name = "DrawInsightFromFields")]
pub(crate) struct DrawInsightFrom {
    /// From what.
    origin: OriginInput,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DrawInsightFrom {
    type On = On<Insights>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::DrawFrom { origin: self.origin.find(desk).await.at("origin")?, on: self.on.at("on")? })
    }
}

/// Names another department that can act on an insight.
#[derive(InputObject)]
#[graphql(name = "AddressInsightFields")]
pub(crate) struct AddressInsight {
    /// The department.
    department: DepartmentRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AddressInsight {
    type On = On<Insights>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let department = self.department.find(desk).await.at("department")?;
        Ok(Command::Address { department, on: self.on.at("on")? })
    }
}

/// Records that an insight was shared: with one department or person at least.
#[derive(InputObject)]
#[graphql(name = "ShareInsightFields")]
pub(crate) struct ShareInsight {
    /// With these departments.
    departments: Option<Vec<DepartmentRef>>,
    /// With these people.
    people: Option<Vec<PersonRef>>,
    /// The day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for ShareInsight {
    type On = On<Insights>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let shared = Audience {
            departments: self.departments.unwrap_or_default().find(desk).await.at("departments")?,
            people: self.people.unwrap_or_default().find(desk).await.at("people")?,
        };
        Ok(Command::Share { shared, on: self.on.at("on")? })
    }
}

/// Acknowledges an insight.
#[derive(InputObject)]
#[graphql(name = "AcknowledgeInsightFields")]
pub(crate) struct AcknowledgeInsight {
    /// For which department; for yourself if left out.
    department: Option<DepartmentRef>,
    /// The day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AcknowledgeInsight {
    type On = On<Insights>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let department = self.department.find(desk).await.at("department")?;
        Ok(Command::Acknowledge { department, on: self.on.at("on")? })
    }
}

/// Records what was done about an insight.
#[derive(InputObject)]
#[graphql(name = "ActOnInsightFields")]
pub(crate) struct ActOnInsight {
    /// What was done.
    action: Typed<Text>,
    /// The department that did it.
    department: Option<DepartmentRef>,
    /// The initiative inside which it was done, of the same program.
    initiative: Option<InitiativeRef>,
    /// The day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for ActOnInsight {
    type On = On<Insights>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let acted = ActedOn {
            action: self.action.at("action")?,
            department: self.department.find(desk).await.at("department")?,
            initiative: self.initiative.find(desk).await.at("initiative")?,
        };
        Ok(Command::ActOn { acted, on: self.on.at("on")? })
    }
}
