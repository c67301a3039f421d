//! Mutations of metrics: definition, targets, accountability. Those that bring figures stand in
//! [`super::reading`].

use async_graphql::{Context, Error, InputObject, OneofObject};
use chrono::NaiveDate;
use cxl_domain::code::Code;
use cxl_domain::command;
use cxl_domain::id::{EventId, MetricId};
use cxl_domain::metric::{Command, Define, Defined};
use cxl_domain::text::Text;
use cxl_ledger::Executed;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::command::{Act, Noun};
use super::discipline::{
    ApproveRebase, BridgeDefinitions, ClearFlag, DeclarePurpose, LinkGoal, ProposeRebase, StateControl,
};
use super::envelope::AuthorityInput;
use super::mend::{Annul, Correct, Mended, RecordInError, Statement};
use super::reading::{RecordReading, SeriesOf};
use super::reference::{Desk, MetricRef, PersonRef, ProgramRef, Reference};
use super::rejection::{At, Rejection};
use super::relation::PlaceMetric;
use super::result::mutations;
use super::target::{Named, On, Unnamed};
use super::typed::{Typed, Unread};
use crate::enums::{Direction, MetricKind, Rhythm};
use crate::metric::Metric;
use crate::moment::Moment;
use crate::request::Asking;

mutations! {
    /// Something about a metric was recorded.
    MetricRecorded {
        /// The metric as it stands now, also once all of it is recorded in error.
        metric: Metric
    }
    /// What a command about a metric is answered.
    MetricResult
    MetricMutation {
        /// Defines a metric in a program: what is counted, how often, and which way is better.
        define_metric(DefineMetric);
        /// Gives a metric another name, from a day on.
        rename_metric(RenameMetric);
        /// States a new version of a metric's definition: from then on other things are counted, in
        /// series of their own.
        redefine_metric(RedefineMetric);
        /// Sets the value that a metric should reach, from a day on.
        set_target(SetTarget);
        /// Makes a person accountable for a metric, from a day on.
        assign_accountable(AssignAccountable);
        /// Names the series by which a metric is judged, from a day on.
        name_headline(NameHeadline);
        /// Declares what a metric is used for, from a day on.
        declare_purpose(DeclarePurpose);
        /// Links a metric to the strategic goal that it carries out, from a day on.
        link_goal(LinkGoal);
        /// States whether whoever is accountable for a metric can move it, from a day on. Only they say
        /// so; "no" is allowed and valuable.
        state_control(StateControl);
        /// Proposes that the limits of a series begin anew; it changes nothing until somebody else
        /// approves it.
        propose_rebase(ProposeRebase);
        /// Approves a rebase that somebody else proposed.
        approve_rebase(ApproveRebase);
        /// Bridges two versions of a metric's definition: readings of both enter one chart and one
        /// comparison from now on.
        bridge_definitions(BridgeDefinitions);
        /// Clears an integrity flag of a metric: you looked at the data behind it and say why they are in
        /// order. It holds for exactly these data.
        clear_flag(ClearFlag);
        /// Says where on a journey a metric measures, from a day on.
        place_metric(PlaceMetric);
        /// Records the figures of one period of one series. Figures that stand already record nothing;
        /// other figures for the same period are a restatement, which gives its reason.
        record_reading(RecordReading);
        /// Takes a whole metric back that was recorded in error.
        record_metric_in_error(RecordInError<Metrics>);
        /// Annuls a fact about a metric that was recorded in error, a reading say.
        annul_metric_fact(Annul<Metrics>);
        /// Replaces a fact about a metric that was recorded wrongly, a slip in a reading say.
        correct_metric_fact(Correct<Metrics>);
    }
}

/// The metrics.
pub(crate) struct Metrics;

impl Noun for Metrics {
    type Command = Command;
    type Answer = MetricResult;

    fn command(id: Option<Uuid>, command: Command) -> cxl_ledger::Command {
        cxl_ledger::Command::Metric(id.map(MetricId), command)
    }

    fn recorded(ctx: &Context<'_>, executed: Executed) -> Result<MetricResult, Error> {
        let (asking, views) = (Asking::of(ctx)?, executed.views.clone());
        let id = MetricId(executed.id);
        let program = views.metric(id).and_then(|held| held.state.program(&asking.head()));
        let moment = Moment::after(asking, views, program)?;
        Ok(MetricRecorded::new(&moment, &executed, Metric::found(&moment, id))?.into())
    }
}

impl Named for Metrics {
    const FIELD: &'static str = "metric";
    const WHICH: &'static str = "The metric.";
    type Reference = MetricRef;

    fn record_in_error(reason: Text) -> Command {
        Command::RecordInError { reason }
    }
}

impl Mended for Metrics {
    type Existing = On<Self>;
    type Statement = MetricFact;

    fn annul(annul: command::Annul) -> Command {
        Command::Annul(annul)
    }

    fn correct(event: EventId, reason: Text, with: Command) -> Command {
        Command::Correct(command::Correct { event, reason, with: Box::new(with) })
    }
}

/// A fact about a metric as it should have been recorded: exactly one of these.
#[derive(OneofObject)]
#[graphql(name = "MetricFactInput")]
pub(crate) enum MetricFact {
    /// Another program, code, kind, direction, unit or rhythm. Of what a definition states only these
    /// are one fact; name, wording, accountable person and headline are facts of their own.
    DefineMetric(DefineMetric),
    /// Another name.
    RenameMetric(RenameMetric),
    /// Another wording of the same version of the definition.
    RedefineMetric(RedefineMetric),
    /// Another target.
    SetTarget(SetTarget),
    /// Another accountable person.
    AssignAccountable(AssignAccountable),
    /// Another place on a journey.
    PlaceMetric(PlaceMetric),
    /// Another headline series.
    NameHeadline(NameHeadline),
    /// Other purposes.
    DeclarePurpose(DeclarePurpose),
    /// Another goal.
    LinkGoal(LinkGoal),
    /// Another control statement.
    StateControl(StateControl),
    /// Another day, series or reason of a rebase; its approval falls with the proposal as it was.
    ProposeRebase(ProposeRebase),
    /// Another approval of a rebase.
    ApproveRebase(ApproveRebase),
    /// Another bridge.
    BridgeDefinitions(BridgeDefinitions),
    /// Another reason to clear a flag, or another flag.
    ClearFlag(ClearFlag),
    /// Another reading.
    RecordReading(RecordReading),
}

impl Statement<Metrics> for MetricFact {
    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        match self {
            Self::DefineMetric(act) => act.command(desk).await,
            Self::RenameMetric(act) => act.command(desk).await,
            Self::RedefineMetric(act) => act.command(desk).await,
            Self::SetTarget(act) => act.command(desk).await,
            Self::AssignAccountable(act) => act.command(desk).await,
            Self::PlaceMetric(act) => act.command(desk).await,
            Self::NameHeadline(act) => act.command(desk).await,
            Self::DeclarePurpose(act) => act.command(desk).await,
            Self::LinkGoal(act) => act.command(desk).await,
            Self::StateControl(act) => act.command(desk).await,
            Self::ProposeRebase(act) => act.command(desk).await,
            Self::ApproveRebase(act) => act.command(desk).await,
            Self::BridgeDefinitions(act) => act.command(desk).await,
            Self::ClearFlag(act) => act.command(desk).await,
            Self::RecordReading(act) => act.command(desk).await,
        }
    }
}

/// Defines a metric.
#[derive(InputObject)]
#[graphql(name = "DefineMetricFields")]
pub(crate) struct DefineMetric {
    /// The program that it belongs to.
    program: ProgramRef,
    /// The code, unique in the program.
    code: Typed<Code>,
    /// The name.
    name: Typed<Text>,
    /// The first version of the definition: what is counted, and how.
    wording: Typed<Text>,
    /// What kind of figure it is.
    kind: MetricKind,
    /// Which way is better.
    direction: Direction,
    /// The code of what it counts in.
    unit: Option<Typed<Code>>,
    /// How often a reading is expected.
    rhythm: Rhythm,
    /// Within how many days after the end of a period a reading is due.
    due_within_days: Option<i32>,
    /// Who answers for it.
    accountable: Option<PersonRef>,
    /// The series by which it is judged, of definition 1; the whole of it if left out.
    headline: Option<SeriesOf>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for DefineMetric {
    type On = Unnamed<Metrics>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let defined = Defined {
            program: self.program.find(desk).await.at("program")?,
            code: self.code.at("code")?,
            kind: self.kind.into(),
            direction: self.direction.into(),
            unit: self.unit.at("unit")?,
            rhythm: self.rhythm.into(),
            due_within_days: self.due_within_days.map(days).transpose().at("dueWithinDays")?,
        };
        Ok(Command::Define(Box::new(Define {
            defined,
            name: self.name.at("name")?,
            wording: self.wording.at("wording")?,
            accountable: self.accountable.find(desk).await.at("accountable")?,
            headline: self.headline.at("headline")?,
            on: self.on.at("on")?,
        })))
    }
}

fn days(number: i32) -> Result<u16, Rejection> {
    u16::try_from(number)
        .map_err(|_| Rejection::misread(format!("write 0 to {} days, not {number}", u16::MAX)))
}

/// Gives a metric another name.
#[derive(InputObject)]
#[graphql(name = "RenameMetricFields")]
pub(crate) struct RenameMetric {
    /// The name.
    name: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RenameMetric {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Rename { name: self.name.at("name")?, on: self.on.at("on")? })
    }
}

/// States a new version of a metric's definition.
#[derive(InputObject)]
#[graphql(name = "RedefineMetricFields")]
pub(crate) struct RedefineMetric {
    /// What is counted from then on, and how.
    wording: Typed<Text>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for RedefineMetric {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::Redefine { wording: self.wording.at("wording")?, on: self.on.at("on")? })
    }
}

/// Sets a metric's target.
#[derive(InputObject)]
#[graphql(name = "SetTargetFields")]
pub(crate) struct SetTarget {
    /// The value to reach; a share lies between 0 and 1.
    value: Typed<Decimal>,
    /// Why this one.
    reason: Option<Typed<Text>>,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
    /// The first day on which it no longer holds.
    until: Option<Typed<NaiveDate>>,
    /// By what right.
    authority: Option<AuthorityInput>,
}

impl Act for SetTarget {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::SetTarget {
            value: self.value.at("value")?,
            reason: self.reason.at("reason")?,
            on: self.on.at("on")?,
            until: self.until.at("until")?,
            authority: self.authority.at("authority")?,
        })
    }
}

/// Makes a person accountable for a metric.
#[derive(InputObject)]
#[graphql(name = "AssignAccountableFields")]
pub(crate) struct AssignAccountable {
    /// Who answers for it.
    person: PersonRef,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for AssignAccountable {
    type On = On<Metrics>;

    async fn command(self, desk: &Desk<'_>) -> Result<Command, Rejection> {
        let person = self.person.find(desk).await.at("person")?;
        Ok(Command::AssignAccountable { person, on: self.on.at("on")? })
    }
}

/// Names the headline series of a metric.
#[derive(InputObject)]
#[graphql(name = "NameHeadlineFields")]
pub(crate) struct NameHeadline {
    /// The series by which it is judged.
    series: SeriesOf,
    /// From which day; today if left out.
    on: Option<Typed<NaiveDate>>,
}

impl Act for NameHeadline {
    type On = On<Metrics>;

    async fn command(self, _: &Desk<'_>) -> Result<Command, Rejection> {
        Ok(Command::NameHeadline { series: self.series.at("series")?, on: self.on.at("on")? })
    }
}
